# Тексты ответов: замечания, операции, отчёты.
#
# $axis — row, column, slice или position; $count выбирает форму числа.

## Оси и индексы

axis-rows = строки
axis-columns = столбцы
axis-slices = срезы
axis-positions = позиции

# Именительный падеж: «1 строка», «2 строки», «5 строк».
axis-count = { $axis ->
    [row] { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[many] { $count } строк
    }
    [column] { $count ->
        [one] { $count } столбец
        [few] { $count } столбца
       *[many] { $count } столбцов
    }
    [slice] { $count ->
        [one] { $count } срез
        [few] { $count } среза
       *[many] { $count } срезов
    }
   *[position] { $count ->
        [one] { $count } позиция
        [few] { $count } позиции
       *[many] { $count } позиций
    }
}
# Винительный падеж: «охватывает 1 строку».
axis-count-accusative = { $axis ->
    [row] { $count ->
        [one] { $count } строку
        [few] { $count } строки
       *[many] { $count } строк
    }
    [position] { $count ->
        [one] { $count } позицию
        [few] { $count } позиции
       *[many] { $count } позиций
    }
   *[other] { axis-count }
}
# Родительный падеж: «из 1 строки», «из 5 строк».
axis-count-genitive = { $axis ->
    [row] { $count ->
        [one] { $count } строки
       *[other] { $count } строк
    }
    [column] { $count ->
        [one] { $count } столбца
       *[other] { $count } столбцов
    }
    [slice] { $count ->
        [one] { $count } среза
       *[other] { $count } срезов
    }
   *[position] { $count ->
        [one] { $count } позиции
       *[other] { $count } позиций
    }
}
axis-at = { $axis ->
    [row] { $count ->
        [1] строка { $indices }
       *[other] строки { $indices }
    }
    [column] { $count ->
        [1] столбец { $indices }
       *[other] столбцы { $indices }
    }
    [slice] { $count ->
        [1] срез { $indices }
       *[other] срезы { $indices }
    }
   *[position] { $count ->
        [1] позиция { $indices }
       *[other] позиции { $indices }
    }
}
indices-cut = { $first }, …, { $last } (всего { $count })
list = { $first } и { $last }

## Замечания

note-unsupported = Операция { $op } не поддерживается: о том, что идёт после неё, ничего не известно
note-unread-tail = { $count ->
    [one] В конце не читается { axis-count }: следующее окно уже не помещается
   *[other] В конце не читаются { axis-count }: следующее окно уже не помещается
}
note-unread-stride = { $count ->
    [one] Между окнами не читается { axis-count }: шаг { $stride } больше окна { $span }
   *[other] Между окнами не читаются { axis-count }: шаг { $stride } больше окна { $span }
}
note-unread-dilation = { $count ->
    [one] Между элементами ядра не читается { axis-count }: причина — дилатация { $dilation }
   *[other] Между элементами ядра не читаются { axis-count }: причина — дилатация { $dilation }
}
note-unread-tail-stride = { $count ->
    [one] Не читается { axis-count }: часть между окнами, часть за последним окном
   *[other] Не читаются { axis-count }: часть между окнами, часть за последним окном
}
note-unread-tail-dilation = { $count ->
    [one] Не читается { axis-count }: часть между элементами ядра, часть за последним окном
   *[other] Не читаются { axis-count }: часть между элементами ядра, часть за последним окном
}
note-unread-edge = { $count ->
    [one] У края теряется { axis-count }: соответствующая часть выхода обрезается
   *[other] У края теряются { axis-count }: соответствующая часть выхода обрезается
}
note-unread-crop = { $count ->
    [one] Этот слой отрезает { axis-count-accusative }
   *[other] Этот слой отрезает { axis-count-accusative }
}
note-padding-tail = { $axis ->
    [row] Деление даёт остаток, но срезается только дополнение: ни одна строка не теряется
    [column] Деление даёт остаток, но срезается только дополнение: ни один столбец не теряется
    [slice] Деление даёт остаток, но срезается только дополнение: ни один срез не теряется
   *[position] Деление даёт остаток, но срезается только дополнение: ни одна позиция не теряется
}
note-dropped = { $outputs ->
    [1] { $count ->
        [one] До выхода не доходит { $count } пиксель входа из { $of } ({ $share })
        [few] До выхода не доходят { $count } пикселя входа из { $of } ({ $share })
       *[many] До выхода не доходят { $count } пикселей входа из { $of } ({ $share })
    }
   *[other] { $count ->
        [one] Ни до одного из выходов ({ $outputs }) не доходит { $count } пиксель входа из { $of } ({ $share })
        [few] Ни до одного из выходов ({ $outputs }) не доходят { $count } пикселя входа из { $of } ({ $share })
       *[many] Ни до одного из выходов ({ $outputs }) не доходят { $count } пикселей входа из { $of } ({ $share })
    }
}
note-dropped-at = { note-dropped }: { $places }
note-field-covers-input = Начиная с этого слоя рецептивное поле не меньше всего входа
note-gridding = В рецептивном поле есть пропуски: оно охватывает { axis-count-accusative }, а читает из них { $read }
note-unaligned = Здесь сходятся ветви с разными эффективными шагами: какие пиксели видит нейрон, зависит от самого нейрона; указано рецептивное поле наибольшего пути
note-unaligned-offset = Центры сходящихся здесь ветвей не совпадают, расхождение в пикселях: { $offsets }. Указанное рецептивное поле охватывает все ветви
note-border-layers = Рецептивное поле того, что читает этот слой, уже не меньше входа: расширить обзор слой не может{ $count ->
        [1] {""}
       *[other] {" "}(таких слоёв { $count }, этот — первый)
    }
note-padding-share = Нейроны этого слоя видят больше дополнения, чем пикселей: в среднем { $share } рецептивного поля
note-padding-share-box = В прямоугольнике, охватывающем то, что видит нейрон этого слоя, дополнения больше, чем пикселей: в среднем { $share }
note-global-branch = Через глобальную ветвь этот слой видит ещё и весь вход: числа относятся к локальной части
note-too-large = У точного поля слишком много частей, чтобы их перечислить: размеры и стоимость точны, остальное не указано

## Почему слой не выполнится и что делать

impossible-kernel = Окно охватывает { axis-count-accusative }, а в карте вместе с дополнением их только { $padded }: уменьшите ядро или дилатацию либо увеличьте дополнение на { $missing } с каждой стороны
impossible-zero = Один из параметров равен 0: ядро, шаг, дилатация, множитель, размер выхода, число групп и число каналов должны быть не меньше 1
impossible-rank = { $written ->
    [one] В параметре { $written } значение
    [few] В параметре { $written } значения
   *[many] В параметре { $written } значений
}, а { $axes ->
    [one] у карты { $axes } ось
    [few] у карты { $axes } оси
   *[many] у карты { $axes } осей
}: укажите одно значение или по одному на каждую ось
impossible-groups = { $channels ->
    [one] { $channels } канал нельзя
    [few] { $channels } канала нельзя
   *[many] { $channels } каналов нельзя
} разделить поровну на { $groups ->
    [one] { $groups } группу
    [few] { $groups } группы
   *[many] { $groups } групп
}: число групп должно делить число каналов входа и выхода
impossible-needs-axes = Этому слою нужна карта признаков, а на входе у него вектор: поставьте слой до выпрямления в вектор
impossible-needs-flat = Этому слою нужен вектор, а на входе у него карта признаков: добавьте перед ним выпрямление в вектор
impossible-crop = Если отрезать { $cut } из { axis-count-genitive }, ничего не останется: отрежьте меньше
impossible-not-divisible = { $count } не делится на блок { $by } по этой оси: выберите вход подходящего размера
impossible-output-padding = Дополнение выхода { $added } должно быть меньше шага или дилатации: уменьшите его
impossible-empty-input = Вход пуст: его размеры, число каналов и размер батча должны быть не меньше 1
impossible-shapes-differ = Сходящиеся ветви разной формы, { $first } и { $other }: сделайте их одинаковыми
impossible-too-large = Размер или параметр слишком велик для вычислений: уменьшите его

## Причины потерь, для таблиц

cause-tail = за последним окном
cause-padding-tail = срезано только дополнение
cause-holes = пропуски
cause-tail-and-holes = пропуски и конец
cause-crop = отрезано

## Операции

op-conv = Свёртка
op-convt = Транспонированная свёртка
op-maxpool = Пулинг по максимуму
op-avgpool = Пулинг по среднему
op-adaptavg = Адаптивный пулинг по среднему
op-adaptmax = Адаптивный пулинг по максимуму
op-gap = Глобальный пулинг по среднему
op-gmp = Глобальный пулинг по максимуму
op-upsample = Увеличение по ближайшему соседу
op-upsample-linear = Увеличение линейной интерполяцией
op-relu = ReLU
op-sigmoid = Сигмоида
op-tanh = Гиперболический тангенс
op-gelu = GELU
op-bn = Пакетная нормализация
op-dropout = Дропаут
op-flatten = Выпрямление в вектор
op-linear = Полносвязный слой
op-pad = Дополнение
op-crop = Обрезка
op-add = Сумма
op-mul = Произведение
op-concat = Конкатенация
op-max = Максимум ветвей
op-lppool = Пулинг по норме
op-slice = Срез
op-resize = Передискретизация
op-depthtospace = Каналы в пиксели
op-spacetodepth = Пиксели в каналы
op-unsupported = Не поддерживается: { $name }

## Отчёты

report-input = вход
report-impossible = не выполнится
report-unknown = неизвестно
report-totals = { $layers ->
    [one] { $layers } слой
    [few] { $layers } слоя
   *[many] { $layers } слоёв
}; параметров — { $params }, умножений-сложений (MAC) на одно изображение — { $macs }
report-totals-part = { $layers ->
    [one] { $layers } слой
    [few] { $layers } слоя
   *[many] { $layers } слоёв
}; у тех, что известны: параметров — { $params }, умножений-сложений (MAC) на одно изображение — { $macs }
report-legend =
    Поле — сколько пикселей от первого до последнего видит нейрон по каждой оси.
    Шаг — сколько пикселей от одного нейрона до следующего. Начало — первый пиксель нейрона 0, в дополнении отрицательный.
    Потеряно — пиксели входа, от которых не зависит ни один нейрон слоя.
report-paths = Рецептивное поле { $map }: { $largest } по самому широкому пути, { $smallest } по самому узкому
report-padding = Дополнение в том, что видят нейроны { $map }: в среднем { $share }; нейронов, которые его не видят: { $free } из { $of }
report-padding-box = Дополнение в прямоугольниках, охватывающих то, что видят нейроны { $map }: в среднем { $share }; нейронов, которые его не видят: { $free } из { $of }
report-tiling = Большой вход по частям, до { $map }: части начинаются на кратных { $stride } пикселей, их длина кратна тому же, соседние перекрываются на { $overlap }; на внутренних краях отбрасываются выходы: первые { $begin } и последние { $end }
report-remarks = Замечания
report-no-loss = Все пиксели входа доходят до выхода
report-no-loss-outputs = Каждый пиксель входа доходит хотя бы до одного выхода
report-outputs = Выходы
report-output-sees = рецептивное поле { $rf }; доходят все пиксели входа
report-output-loses = рецептивное поле { $rf }; { $count ->
    [one] не доходит { $count } пиксель входа из { $of } ({ $share })
    [few] не доходят { $count } пикселя входа из { $of } ({ $share })
   *[many] не доходят { $count } пикселей входа из { $of } ({ $share })
}
report-output-unknown = рецептивное поле { $rf }; какие пиксели не доходят, неизвестно
report-does-not-run = Сеть не доходит до конца: см. замечания
report-stopped = Сеть не доходит до конца; ниже — о том, что известно
about-unknown = Точно не известно: { $layers }
about-alike = Слои, которые ничего из этого не меняют, опущены
about-box = * Доли прямоугольника, охватывающего то, что видит нейрон: сходящиеся ветви видят не все его строки и столбцы, а точный подсчёт слишком велик
about-output = Выход { $layer }
report-unit = Нейрон ({ $unit }) карты { $map } видит
report-unit-flat = Каждый нейрон слоя { $map } видит
report-unit-places = { $places }: { $count }
report-unit-clipped = { $places }: { $count }; вместе с дополнением — { $whole }
report-unit-within = части области: { $places }
report-unit-all = весь вектор
report-unit-feeds = и влияет на
report-unit-padding = только дополнение
count-pixels = { $count ->
    [one] { $count } пиксель
    [few] { $count } пикселя
   *[many] { $count } пикселей
}
count-units = { $count ->
    [one] { $count } нейрон
    [few] { $count } нейрона
   *[many] { $count } нейронов
}

## Проверки

check-passed = ок
check-failed = НЕТ
check-runs = { $layer }: { $reason }
check-runs-unsupported = слой { $layer } не поддерживается: { $op }
check-unknown = неизвестно
check-range-min = { $value }, а нужно не меньше { $limit }
check-range-max = { $value }, а нужно не больше { $limit }
check-size = { $value } вместо { $limit }
check-flat = вектор
check-border = при этом размере входа ничего не добавляют: { $layers }
compare-sum = Сумма
compare-same = Сети одинаковы
