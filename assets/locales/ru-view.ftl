# Тексты картин и панелей, которые их объясняют.

map-input = Вход
map-impossible = не выполнится
map-not-to-scale = не в масштабе
map-padding-cut = дополнения больше, чем показано
map-more-branches = { $count ->
    [one] + ещё { $count } ветвь
    [few] + ещё { $count } ветви
   *[many] + ещё { $count } ветвей
}
rf-short = РП
cause-later = читаются, но теряются в следующих слоях

legend-field = поле нейрона { $unit } карты { $map }
legend-field-flat = что видит { $map }
legend-field-short = его поле
legend-feeds = нейроны, на которые он влияет
legend-lost = потеряно: никто не читает
legend-later = теряется в следующих слоях
legend-partly = потеряно не целиком: см. «Карты»
legend-some = лишь часть из них: слишком мелко
legend-padding = дополнение

maps-hint = наведите: видно поле; щелчок закрепляет
preview-hint = предпросмотр: щёлкните, чтобы применить
pixel-at = пиксель { $unit }
unit-sees = нейрон { $unit } карты { $map } видит на входе { $seen }
unit-sees-flat = каждый нейрон { $map } видит на входе { $seen }
unit-only-padding = Он видит только дополнение
unit-sees-nothing = нейрон { $unit } карты { $map } видит только дополнение

inspector-off = Выключен
inspector-off-text = Слой ничего не делает, пока его не включат снова
inspector-switch-on = Включить
inspector-unknown = Неизвестно: один из предыдущих слоёв не выполнится

section-size = Размер выхода
section-fixes = Как сохранить каждый пиксель
section-fixes-less = Как терять меньше
section-field = Рецептивное поле
section-branches = Ветви
branch-whole = видит всё изображение
branch-head-size = поле
branch-head-jump = шаг
branch-head-start = начало
branch-head-centre = центр
branch-numbers = поле { $rf }, эффективный шаг { $jump }; нейрон 0 начинается с пикселя { $start }, его центр { $centre }
branch-together = Вместе
branch-offset = центры смещены на
branch-largest-only = За ветвями с разными шагами: числа самого широкого пути
branch-global-text = Одна из ветвей видит всё изображение для любого нейрона; поле дано без неё
branches-aligned = Выровнены: у ветвей одинаковые шаги и центры
branches-shifted = Не выровнены: шаги одинаковы, но центры не совпадают
branches-strides-differ = Поле зависит от нейрона: у ветвей разные шаги
branches-unknown = Неизвестно, выровнены ли ветви
branches-smallest = самый узкий путь
branches-largest = самый широкий путь
branches-headline = Рецептивное поле этого слоя — поле его самого широкого пути
section-branch-units = Что видят отдельные нейроны
branch-unit = Нейрон { $unit }
branch-shown = показанный путь
branch-show = Показать этот путь
branch-show-of = Показать путь через { $layer }
section-path = Путь к этому слою
path-others = Другие пути
path-through = через { $layers }
path-past = в обход { $layers }
path-measures = поле { $field }, { $layers ->
    [one] { $layers } слой
    [few] { $layers } слоя
   *[many] { $layers } слоёв
}
path-more = { $count ->
    [one] и ещё { $count } ветвь: выберите слой ближе к ней
    [few] и ещё { $count } ветви: выберите слой ближе к ним
   *[many] и ещё { $count } ветвей: выберите слой ближе к ним
}
section-unit = Закреплённый нейрон
section-next = Следующий слой
section-cost = Стоимость на одно изображение
section-network = Вся сеть
section-notes = Стоит знать
sizes-without-loss = Размеры входа без потерь

row-shape = форма
row-output = выход
row-output-field = поле нейрона выхода
row-rf = размер
row-rf-min = наименьшее, зависит от нейрона
row-rf-count = читается пикселей внутри
row-jump = эффективный шаг
row-start = первый пиксель нейрона 0
row-share = доля входа
row-unit = нейрон
row-sees = видит
row-pixels = видит пикселей
row-centre = центр
row-padding-share = его поля — дополнение
row-feeds = влияет на нейроны следующей карты
row-next-exact = следующее ядро K = { $kernel } увидит
row-next-rule = грубая оценка N·K′/N′
row-next-unstrided = то же без шага
row-params = параметры
row-macs = умножения-сложения
row-activations = активации

params-split = { $weights } + { $biases } смещ.
too-large = слишком много
unit-px = пикс.
unit-b = Б
unit-kib = КиБ
unit-mib = МиБ
unit-gib = ГиБ
unit-tib = ТиБ

loss-dropped = { $count ->
    [one] Потерян { $count } из { $of } пикселей входа
    [few] Потеряно { $count } из { $of } пикселей входа
   *[many] Потеряно { $count } из { $of } пикселей входа
}
loss-share = { $share } входа не доходит ни до одного нейрона
loss-earlier = Потеряно раньше: этот слой читает всё, что получает
loss-none = Весь вход слоя прочитан
loss-none-padding = Ничего не потеряно: отрезано только дополнение
loss-none-network = Каждый пиксель входа доходит до выхода
loss-none-outputs = Каждый пиксель входа доходит хотя бы до одного выхода

fix-padding = дополнение { $n }
fix-stride = шаг { $n }
fix-kernel = ядро { $n }
fix-ceil = округление вверх
fix-stride-padding = шаг { $stride }, дополнение { $padding }
fix-input = вход { $size }
fix-all-seen = все пиксели видны
fix-still-lost = { $count ->
    [one] теряется { $count } пиксель
    [few] теряются { $count } пикселя
   *[many] теряется { $count } пикселей
}

field-whole = Каждый нейрон видит весь вход
field-too-large = Слишком велико или слишком много дыр, чтобы перечислить точно

depth-covered = Поле уже не меньше входа
depth-needed = { $needed ->
    [one] Ещё { $needed } такой слой увидит весь вход; ширина карты тогда { $size }
    [few] Ещё { $needed } таких слоя увидят весь вход; ширина карты тогда { $size }
   *[many] Ещё { $needed } таких слоёв увидят весь вход; ширина карты тогда { $size }
}
depth-impossible = { $needed ->
    [one] Понадобился бы ещё { $needed } такой слой, но уже после { $possible } ширина карты { $size }
    [few] Понадобилось бы ещё { $needed } таких слоя, но уже после { $possible } ширина карты { $size }
   *[many] Понадобилось бы ещё { $needed } таких слоёв, но уже после { $possible } ширина карты { $size }
}
depth-none = { $needed ->
    [one] Понадобился бы ещё { $needed } такой слой, но карта шириной { $size }: больше ни один не поместится
    [few] Понадобилось бы ещё { $needed } таких слоя, но карта шириной { $size }: больше ни один не поместится
   *[many] Понадобилось бы ещё { $needed } таких слоёв, но карта шириной { $size }: больше ни один не поместится
}
depth-never = Сколько таких слоёв ни добавь, видно больше не станет

growth-title = Рецептивное поле по слоям
growth-input = размер входа { $size }
growth-summary = Рецептивное поле по слоям: { $layers ->
    [one] { $layers } слой
    [few] { $layers } слоя
   *[many] { $layers } слоёв
}, у последнего { $rf } пикс.

preset-dropped = Потерянные пиксели: N = 7, K = 3, S = 3
preset-dropped-text = 1 + 4/3 = 2⅓ → 2: строка и столбец входа не прочитаны ни разу
preset-stride-one = 5×5, K = 3, S = 1
preset-stride-one-text = Окно сдвигается на один: 3×3 положений, прочитан каждый пиксель
preset-stride-two = 5×5, K = 3, S = 2
preset-stride-two-text = Окно сдвигается на два: 2×2 положений, и всё же прочитан каждый пиксель
preset-growth = Два слоя: K, затем 2K − 1
preset-growth-text = Два слоя 3×3 подряд видят 5×5 пикселей
preset-keep-then-halve = Дополнение сохраняет размер, шаг 2 уменьшает вдвое
preset-keep-then-halve-text = При K = 3 дополнение 1 сохраняет 8×8, а с шагом 2 остаётся 4×4
preset-max-pool = Макс-пулинг карты 4×4
preset-max-pool-text = От каждого квадрата 2×2 остаётся наибольшее значение
preset-average-pool = Средний пулинг карты 4×4
preset-average-pool-text = От каждого квадрата 2×2 остаётся среднее
preset-channels = 64 канала, 224 → 112
preset-channels-text = Пулинг вдвое уменьшает карты и сохраняет все 64 канала
preset-mnist = Модель для MNIST
preset-mnist-text = 1×28×28 через две свёртки в 6×22×22 = 2904 значения, затем 100, затем 10
preset-flatten = Выпрямление 16×3×32×32
preset-flatten-text = Батч из 16 остаётся батчем; каждое изображение становится вектором из 3072 значений
preset-deep = 1024×1024: сколько слоёв, чтобы увидеть всё?
preset-deep-text = Каждый слой 3×3 добавляет 2 пикселя: после 511 слоёв карта 2×2, а нейрон видит 1023
preset-vgg16 = VGG-16
preset-vgg16-text = Симонян и Зиссерман, 2014: тринадцать свёрток 3×3 и пять пулингов; нейрон последней карты видит 212 пикселей
preset-gridding = Решётка: одна и та же дилатация трижды
preset-gridding-text = Поле 13×13, но по каждой оси читаются только 7 его пикселей
preset-hdc = Исправление: дилатации 1, 2, 3
preset-hdc-text = Гибридная дилатация: то же поле 13×13, и читается каждый его пиксель
preset-lenet5 = LeNet-5
preset-lenet5-text = Два усредняющих пулинга и три свёртки 5×5: последняя видит всю цифру 32×32
preset-alexnet = AlexNet
preset-alexnet-text = Ядро 11 с шагом 4, затем перекрывающиеся пулинги: нейрон последней карты видит 195 пикселей
preset-c3d = C3D
preset-c3d-text = Время — такая же ось, как остальные: ядра 3×3×3 по 16 кадрам
preset-unet = U-Net, путь без перемычек
preset-unet-text = Четыре уменьшения и четыре увеличения без дополнения: 572×572 становится 388×388
preset-resnet18 = ResNet-18, главный путь
preset-resnet18-text = Семнадцать свёрток: нейрон последней карты видит 435 пикселей, почти два изображения
preset-resnet50 = ResNet-50, главный путь
preset-resnet50-text = Узкие блоки с шагом в свёртках 3×3: поле в 427 пикселей
preset-wavenet = WaveNet, один блок
preset-wavenet-text = Десять причинных свёрток с дилатациями 1, 2, 4, …, 512: отсчёт видит себя и 1023 предыдущих
preset-mobilenet = MobileNet v1
preset-mobilenet-text = Свёртки отдельных каналов и смешивание 1×1: поле в 315 пикселей при 4,2 миллиона параметров

loss-share-output = { $share } входа не доходит до выхода
loss-share-outputs = { $share } входа не доходит ни до одного выхода
output-told = { $shape } · поле { $rf } · потеряно: { $lost }
outputs-more = { $count ->
    [one] и ещё { $count } выход
    [few] и ещё { $count } выхода
   *[many] и ещё { $count } выходов
}
loss-unread = { $lost } ({ $map }): { $cause }
field-vector = Взято как один вектор: всё это видят его значения вместе
pixel-lost = пиксель { $unit }: не читает ни один нейрон
pixel-lost-later = пиксель { $unit }: читается, но теряется в следующих слоях
pixel-lost-partly = пиксель { $unit }: такие пиксели теряются не все, см. «Карты»

view-maps = Карты
view-ladder = Лестница
view-nested = Вложенные
view-blocks = Блоки
view-numbers = Числа
view-image = Изображение
view-paths = Пути
view-graph = Граф
view-charts = Графики
view-table = Таблица
title-maps = Карты признаков
title-ladder = Лестница: одна ось, все слои
title-nested = Вложенные поля: что видит один нейрон каждого слоя
title-blocks = Сеть в виде блоков
title-numbers = Числа слоя: ядро идёт по его входу
title-image = Изображение в каждом слое
title-paths = Пути: сколько их ведёт от каждого пикселя к одному нейрону
title-graph = Сеть в виде графа
title-charts = Все слои в числах
title-table = Таблица слоёв

# Вид вложенных полей.

nested-column = столбец через нейрон { $unit } слоя { $map }
nested-column-flat = столбец через слой { $map }
nested-column-pixel = столбец через пиксель { $unit }
nested-layer = слой
nested-sees = видит
nested-reads = читает
nested-jump = эфф. шаг
nested-share = доля входа
nested-padding = в дополнении
nested-input = вход { $size }
nested-more = { $count ->
    [one] и ещё { $count } слой
    [few] и ещё { $count } слоя
   *[other] и ещё { $count } слоёв
}
nested-cut = Стрелки: на столько пикселей поля заходят в дополнение дальше, чем нарисовано
nested-unlisted = { $map }: поле слишком велико или в нём слишком много дыр, чтобы перечислить его точно
nested-unknown = неизвестно
nested-empty = Добавьте слой, чтобы увидеть его поле
blocks-depth = глубина { $n }
ladder-units = { $count ->
    [one] { $count } нейрон
    [few] { $count } нейрона
   *[many] { $count } нейронов
}
ladder-values = { $count ->
    [one] { $count } значение
    [few] { $count } значения
   *[many] { $count } значений
}
ladder-jump = эфф. шаг { $jump }
ladder-unit = нейрон { $unit } карты { $map }
ladder-every-unit = каждый нейрон { $map }
ladder-sees = { $count ->
    [one] { $who } видит { $count } пиксель: { $place }
    [few] { $who } видит { $count } пикселя: { $place }
   *[many] { $who } видит { $count } пикселей: { $place }
}
ladder-sees-some = { $who } видит { $count } из { $of } пикселей { $place }
ladder-sees-nothing = { $who } видит только дополнение
ladder-padding = { $text } и ещё { $count } в дополнении
column-place = №
column-name = Слой
column-setting = Запись слоя
column-output = Выход
column-channels = Каналы
column-field = Поле
column-field-pixels = Читается пикселей
column-jump = Эфф. шаг
column-start = Начало
column-centre = Центр
column-unread = Не прочитано
column-lost = Потеряно пикселей
column-lost-share = Доля потерь
column-params = Параметры
column-macs = MAC
column-bytes = Байты
column-place-tip = Место среди включённых слоёв
column-name-tip = Имя слоя
column-setting-tip = Слой, как он записан
column-output-tip = Каналы и размер карты слоя; сортируется по числу значений
column-channels-tip = Число каналов карты слоя
column-field-tip = Рецептивное поле: сколько пикселей входа видит нейрон по каждой оси; ✓ — весь вход
column-field-pixels-tip = Сколько пикселей читается внутри поля: меньше его ширины, если в нём есть дыры
column-jump-tip = Эффективный шаг: сколько пикселей входа от нейрона до следующего
column-start-tip = Первый пиксель, который видит нейрон 0; отрицательный — в дополнении
column-centre-tip = Середина того, что видит нейрон 0
column-unread-tip = Нейроны входа слоя, которые он не читает
column-lost-tip = Пиксели входа, которые не доходят ни до одного нейрона этой карты
column-lost-share-tip = Доля входа, которая не доходит ни до одного нейрона этой карты
column-params-tip = Веса и смещения слоя
column-macs-tip = Умножения-сложения на одно изображение
column-bytes-tip = Память под карту слоя для одного изображения, 32-битные числа
column-total = Всего
column-total-part = Всего у слоёв, которые выполнятся
column-more = { $count ->
    [one] … и ещё { $count } слой
    [few] … и ещё { $count } слоя
   *[many] … и ещё { $count } слоёв
}
chart-field = Рецептивное поле
chart-stride = Эффективный шаг
chart-size = Размер карты
chart-lost = Потерянные пиксели
chart-params = Параметры
chart-macs = Умножения-сложения
chart-unit-size = нейронов
chart-unit-lost = % входа
chart-unit-params = на слой
chart-unit-macs = на изображение
chart-thousand = тыс.
chart-million = млн
chart-billion = млрд
chart-trillion = трлн
chart-peta = квадрлн
chart-exa = квинтлн
chart-share = { $share } · { $count } из { $of }
chart-vector = вектор
chart-one-field = все нейроны видят одно и то же
chart-unknown = неизвестно
chart-lost-none = Ни один пиксель не потерян
chart-input-axis = размер входа { $size } ({ $axis })
chart-ends = { $layer }: этот слой не выполнится, линии обрываются перед ним
chart-empty = Добавьте слой: здесь появятся его числа и числа всех следующих слоёв
chart-value = { $layer }: { $value }
charts-keys = Стрелки влево и вправо выбирают слой
chart-depth = глубина: число слоёв на самом длинном пути от изображения
chart-depth-short = глубина, в слоях
chart-path = показанный путь
chart-others = другие ветви
chart-smallest = в слияниях: от узкого пути до широкого
chart-span = { $value } (самый узкий путь { $least })
chart-several = { $layers } · каждый щелчок выбирает следующий
ladder-lost = потеряно: { $at }
ladder-lost-partly = потеряно не целиком: { $at } (см. «Карты»)

# Views of values.

values-working = Числа вычисляются…

# The image view.

image-kept = { $channels ->
    [one] Сохранён { $channels } канал
    [few] Сохранены { $channels } канала
   *[other] Сохранены { $channels } каналов
}, { $from } → { $to }
image-page = каналы { $first }–{ $last } из { $of }
image-each-channel = наименьшее … наибольшее каждого канала
image-each-around-zero = каждый канал симметрично вокруг нуля
image-channel-of = { $map }, канал { $channel }
image-not-yet = Значений пока нет
image-too-large = Значений нет: карты слишком велики
image-no-values = Значений нет: об этой карте ничего не известно
image-colors-at = { $map } { $unit }: { $value }
image-value-at = { $map }, канал { $channel }, { $unit }: { $value }
image-feature-at = { $map }, признак { $channel }: { $value }
image-sees = рецептивное поле { $size }
image-channel-value = канал { $channel }: { $value }
image-all-values = все каналы ({ $of }): { $ends }
image-coarse = один пиксель вместо { $units } × { $units } элементов
# Вид путей.

paths-title = Пути к нейрону { $unit } карты { $map }
paths-title-flat = Пути к значению { $map }
paths-total = путей от изображения: { $count }
paths-each = каждый идёт через один отвод каждого слоя
paths-field = поле: { $size }
paths-radius = { $share } путей: внутри { $size }, это { $part } ширины поля
paths-gaps = решётка: в поле нет путей от { $count } из { $of } пикселей ({ $share })
paths-slices = срезы по первой оси сложены
paths-checkerboard = шахматный узор: нейроны { $map } читают { $pattern } входов
paths-scale = путей от одного пикселя
paths-scale-shared = путей от всех пикселей, которые накрывает точка картинки
paths-of-pixel = пиксель { $unit }: путей { $count }, { $share }
paths-nothing = Пока нет нейрона, к которому ведут пути: добавьте слой
paths-none = К этому нейрону не ведёт ни один путь от изображения: он читает только дополнение
paths-flat = Вход — плоский вектор, а пути считают от пикселей изображения
paths-kinds = Пути к этому нейрону не сосчитаны: там, где сходятся ветви, их больше { $most } видов. Закрепите нейрон более раннего слоя
paths-taps = Пути к этому нейрону не сосчитаны: для этого нужно больше { $most } шагов. Закрепите нейрон более раннего слоя или уменьшите вход
paths-overlay = С путями
legend-paths = путей к нейрону: от малого к большому
legend-tint-rf = что видят нейроны: от малого к большому
legend-tint-stride = эффективный шаг: от малого к большому
legend-tint-loss = потерянная доля изображения: от малой к большой
legend-tint-cost = умножений со сложением: от малого к большому
# Числа.

legend-window = на чём лежит ядро
legend-worked-out = вычисляемое значение
numbers-kernel = Ядро
numbers-channel = канал { $at } из { $of }
numbers-filter = фильтр { $at } из { $of }
numbers-value = значение { $at } из { $of }
numbers-position = положение { $at } из { $of }: нейрон { $unit }
numbers-no-layer = Добавьте слой: здесь появятся его числа и ядро над ними
numbers-none = Чисел ещё нет
numbers-unknown = Числа этого слоя неизвестны
numbers-too-many = Произведений слишком много, чтобы выписать все
numbers-products = { $count ->
    [one] { $count } произведение и сумма
    [few] { $count } произведения и их сумма
   *[many] { $count } произведений и их сумма
}
numbers-channel-products = канал { $channel } из { $of }: { $count ->
    [one] { $count } произведение
    [few] { $count } произведения
   *[many] { $count } произведений
}
numbers-all-channels = { $count ->
    [one] { $count } канал
    [few] все { $count } канала
   *[many] все { $count } каналов
}
numbers-all-channels-bias = { $count ->
    [one] { $count } канал и смещение
    [few] все { $count } канала и смещение
   *[many] все { $count } каналов и смещение
}
numbers-bias = смещение
numbers-scatter = { $count ->
    [one] сюда доходит { $count } нейрон входа
    [few] сюда доходят { $count } нейрона входа
   *[many] сюда доходят { $count } нейронов входа
}
numbers-max = { $count ->
    [one] наибольшее из { $count } значения
   *[many] наибольшее из { $count } значений
}
numbers-average = { $count ->
    [one] среднее { $count } значения
   *[many] среднее { $count } значений
}
numbers-average-padding = делится на { $count }: нули дополнения учитываются
numbers-average-inside = делится на { $count }: дополнение не учитывается
numbers-interpolated = { $count ->
    [one] только ближайший нейрон
   *[many] между соседями ({ $count }): чем ближе, тем больше доля
}
numbers-copy = копия нейрона { $unit }, канал { $channel } карты { $map }
numbers-copy-value = копия значения { $channel } карты { $map }
numbers-pads = дополнение: нуль
numbers-branches = { $count ->
    [one] { $count } ветвь
    [few] по одному значению { $count } ветвей
   *[many] по одному значению { $count } ветвей
}
numbers-relu = само значение, а вместо отрицательного 0
numbers-sigmoid = сжато в пределы от 0 до 1
numbers-tanh = сжато в пределы от −1 до 1
numbers-gelu = значение, умноженное на функцию нормального распределения
numbers-bn = как в новом слое: среднее 0, дисперсия 1, множитель 1, сдвиг 0
numbers-dropout = при работе сети дропаут ничего не меняет: он нужен только при обучении

## Проигрыватель чисел, его настройки и правка чисел на месте

menu-numbers = Числа и проигрыватель
cmd-play = Пуск или пауза
cmd-play-back = На положение назад
cmd-play-forward = На положение вперёд
cmd-play-first = К первому положению
cmd-play-last = К последнему положению
cmd-play-repeat = Повторять с начала
cmd-speed-half = Полположения в секунду
cmd-speed-one = Одно положение в секунду
cmd-speed-two = Два положения в секунду
cmd-speed-four = Четыре положения в секунду
cmd-speed-eight = Восемь положений в секунду
cmd-reveal-all = Показать все выходы
cmd-reveal-walk = Показывать выходы по ходу ядра
cmd-reveal-predict = Сначала предсказать: выходы закрыты, пока на них не нажмут
cmd-cover-all = Закрыть все выходы
cmd-uncover-all = Открыть все выходы
cmd-next-channel = Следующий входной канал
cmd-previous-channel = Предыдущий входной канал
cmd-next-filter = Следующий фильтр
cmd-previous-filter = Предыдущий фильтр
cmd-edit-cell = Изменить значение пикселя
cmd-edit-kernel = Изменить веса ядра

play-pause = Пауза
play-bar = Положение ядра
play-position = { $at } из { $count } { $unit }
play-speed = Скорость: { $speed }
play-repeat = Повторять с начала
play-all = Все
play-walk = По ходу
play-predict = Предсказать
play-cover = Закрыть
play-uncover = Открыть
play-channel = канал
play-filter = фильтр
play-of = из { $count }
play-pixel = Пиксель { $unit }
play-weight = Вес { $at }
play-only-image = Менять можно только изображение и ядра: эти числа — результат
play-no-number = «{ $text }» — не число. Введите, например, 1,5, −2 или 1/9; отмена оставит прежнее
play-ragged = Строка { $row } вставленных чисел другой длины, чем первая: сделайте все строки одинаковыми
play-no-room = { $block } чисел не помещаются: от этой клетки есть место для { $room }. Выберите другую клетку или вставьте меньше
play-too-many = { $count } чисел — слишком много, чтобы хранить их по одному, можно до { $most }: выберите файл с массивом
play-no-values = Пока нет значений, которые можно менять: дождитесь, когда они будут вычислены
play-too-large = Эти числа займут много памяти
play-too-large-text = Все карты этой сети вместе займут { $bytes }. Меньшему входу нужно меньше.
play-anyway = Всё равно вычислить
play-no-file = { $path }: нет такого файла; выберите другой
play-bad-file = { $path }: { $reason }
play-bad-shape = форма { $found }, а нужна { $wanted }
play-bad-values = Выбранные значения не используются ({ $what }): { $reason }
play-unknown = Начиная с { $layer } чисел нет: этот слой не может работать или не поддерживается
play-more-problems = и ещё { $count }
