# Что может быть не так с записью слоёв или с документом и что делать.
#
# $word, $layer, $input, $written и $digits — тексты, как они написаны; $what — что задаёт число.

## Числа

# Родительный падеж: «не хватает размера ядра».
quantity-genitive = { $what ->
    [batch] размера батча
    [channels] числа каналов
    [size] размера
    [kernel] размера ядра
    [stride] шага
    [padding] дополнения
    [dilation] дилатации
    [output-padding] дополнения выхода
    [output-size] размера выхода
    [groups] числа групп
    [factor] множителя
    [outputs] числа выходов
   *[amount] величины
}
# Винительный падеж: «укажите дилатацию».
quantity-accusative = { $what ->
    [batch] размер батча
    [channels] число каналов
    [size] размер
    [kernel] размер ядра
    [stride] шаг
    [padding] дополнение
    [dilation] дилатацию
    [output-padding] дополнение выхода
    [output-size] размер выхода
    [groups] число групп
    [factor] множитель
    [outputs] число выходов
   *[amount] величину
}

## Запись слоёв: что не так

mistake-and-remedy = { $mistake }; { $remedy }
mistake-empty-text = текст пуст
mistake-empty-layer = слой не указан
mistake-empty-input = вход не указан
mistake-no-input = не указан вход
mistake-no-colon = перед «{ $word }» не хватает двоеточия
mistake-no-sizes = у входа «{ $input }» нет размеров
mistake-sizes = у входа «{ $input }» { $count ->
    [one] { $count } размер
    [few] { $count } размера
   *[many] { $count } размеров
}
mistake-second-layer = здесь начинается второй слой
mistake-layers = слоёв больше { $most }
mistake-words = в одном слое больше { $most } слов
mistake-quote = кавычка не закрыта
mistake-number-missing = «{ $word }»: не хватает { quantity-genitive }
mistake-not-whole = «{ $word }»: «{ $digits }» — не целое число
mistake-too-small = «{ $word }»: { $digits } — слишком мало
mistake-too-large = «{ $word }»: { $digits } — слишком много
mistake-twice = «{ $word }»: { $setting } указано дважды
mistake-padding-twice = дополнение указано дважды: «{ $first }» и «{ $second }»
mistake-nearest-linear = у upsample указано сразу и nearest, и linear
mistake-values = в «{ $word }» { $count ->
    [one] { $count } значение
    [few] { $count } значения
   *[many] { $count } значений
}
mistake-without = слою «{ $layer }» не хватает { quantity-genitive }
mistake-no-layer = слоя «{ $word }» нет
mistake-empty-name = имя пусто
mistake-no-name = «{ $written }» не годится как имя
mistake-not-understood = слой { $layer } не понимает «{ $word }»

## Запись слоёв: что делать

remedy-stack = напишите вход, двоеточие и слои, например { $example }
remedy-input = укажите каналы и размеры, например { $example }, а с батчем — { $batch }
remedy-layer = напишите слой, например { $example }
remedy-one-layer = напишите только один слой
remedy-fewer-layers = оставьте не больше { $most }
remedy-fewer-words = отделяйте слои запятыми или пишите каждый с новой строки
remedy-quote = закончите имя второй кавычкой "
remedy-number = укажите { quantity-accusative } от { $least } до { $most }
remedy-keep-one = оставьте что-то одно
remedy-one-value = укажите одно значение или по одному на каждую ось, осей не больше { $most }
remedy-as = пишите, например, { $example }
remedy-name = пишите, например, { $example } или { $other }
remedy-alone = пишите просто { $layer } или добавьте name=… либо off, например { $layer } name=last off
remedy-layer-first = слой начинается со своего слова; значения для нескольких осей пишутся слитно, например { $example }
remedy-no-joins = уберите его: слои здесь идут один за другим, ветви не сходятся
remedy-did-you-mean = может быть, { $layer }?
remedy-layers = выберите одно из слов { $layers }

## Документы

document-toml = ошибка TOML: «{ $message }»; исправьте её
document-toml-end = ошибка TOML: «{ $message }»; исправьте её; возможно, у файла нет конца
document-entries = в нём слишком много записей; документы такими не бывают, выберите другой файл
document-layer = слой { $number }: { $reason }
kind-wanted = { $wanted ->
    [list] список
    [table] таблица
    [boolean] да или нет
   *[text] текст
}
kind-found = { $found ->
    [string] текст
    [integer] целое число
    [float] дробное число
    [boolean] логическое значение
    [datetime] дата
    [array] список
    [table] таблица
   *[other] что-то другое
}
document-kind = в { $key } — { kind-found }, а нужно: { kind-wanted }; пишите, например, { $example }
document-layer-kind = слой { $number } — { kind-found }, а нужен текст; пишите, например, { $example }
document-version = такой версии формата нет; напишите { $example }
document-axis = такой оси нет; напишите целое число от 0 до { $last }
document-word = для { $key } нет значения «{ $word }»; напишите { $first } или { $second }
document-value = недопустимое значение { $key }; пишите, например, { $example }
document-unknown-key = у { $of } нет ключа «{ $key }»; пишите, например, { $example }
document-pin-key = у pin нет ключа «{ $key }»; пишите, например, { $example }
document-pin-without = в pin не хватает { $key }; пишите, например, { $example }
document-unit = это не индекс нейрона; укажите по целому числу от 0 на каждую ось, осей не больше { $most }
document-wiring-not-before = слой { $number } читает карту { $map }, а её до него никто не создаёт: поставьте слой после того, что он читает
document-wiring-inputs = слой { $number } читает карт: { $count }; соединение читает хотя бы одну, любой другой слой — ровно одну
document-wiring-output = карта { $map } названа выходом, но такой карты нет: укажите ту, которую создаёт слой
document-wiring-name = два слоя называются «{ $name }»: дайте каждому своё имя
document-wiring-image = изображение и слой называются одинаково, «{ $name }»: дайте каждому своё имя
document-wiring-lists = слоёв — { $count }, списков того, что они читают, — { $written }: напишите по списку на слой
document-unwritable = ключи, которых эта версия не знает, нельзя записать ({ $error }); уберите их из файла

## Питон: почему сети нет

reason-at-line = строка { $line }: { $reason }
python-no-layers = слоёв PyTorch здесь нет; пишите их, например, так: «{ $example }»
python-bracket = эта скобка не закрыта; закройте её
python-too-long = для сети текст слишком длинный; оставьте только строки со слоями

## Питон: что сказано о прочитанной сети
#
# $layer — имя модуля, как оно написано, $setting — один из его аргументов.

remarks-title = Сеть прочитана, но есть замечания
remark-input = в тексте не сказано, каков размер входа; взят { $input }, измените его, если он другой
remark-input-unfit = вход ({ $sizes }) не подходит слоям; взят { $input }
remark-other-network = ещё одна сеть (слоёв: { $count }) пропущена
remark-outside = слои вне сети (их { $count }) пропущены
remark-as-written = «{ $example }» здесь нет; слои взяты в том порядке, в каком они написаны
remark-class = «{ $layer }»: что он вычисляет, неизвестно; его слои взяты как цепочка, в том порядке, в каком они написаны
remark-branch = «{ $layer }»: ветвям в цепочке нет места; пропущено
remark-inputs = «{ $layer }»: «{ $setting }» равно { $written }, а на вход приходит { $given }; у слоя взято { $given }
remark-read-as = «{ $layer }»: такого слоя здесь нет; прочитан как { $op }
remark-left-out = «{ $layer }»: не меняет ни размеров, ни рецептивных полей; пропущен
remark-unknown-layer = «{ $layer }»: этот слой неизвестен; всё, что после него, неизвестно
remark-unknown-setting = «{ $layer }»: непонятно «{ $setting }»; этот слой и всё, что после него, неизвестны
remark-ignored = «{ $layer }»: «{ $setting }» не меняет размеров; пропущено
remark-same-stride = «{ $layer }»: в PyTorch «{ $setting }» бывает только без шага; выход взят размером ⌈N/S⌉
remark-no-layer = «{ $layer }» — не слой; пропущено
remark-flattened = «{ $layer }»: карта перед ним вытянута в вектор слоем, который не написан
remark-more = и ещё замечаний: { $count }
onnx-of-node = { $node }: { $said }
onnx-size-assumed = в файле не задан размер { $tensor }: взят { $size }. Другой можно выбрать на карточке входа
onnx-channels-assumed = в файле не задано число каналов { $tensor }: взято { $count }
onnx-other-inputs = из нескольких входов изображением взят { $tensor }; эти не отслеживаются: { $others }
onnx-unknown = операция { $op } здесь неизвестна ({ $reason }): узел и всё после него неизвестны
onnx-read-as = { $op } прочитана как { $simpler }; размеры и поля те же, значения другие
onnx-repeats = { $op } прочитана как дополнение нулями; размеры те же, но повторённые ею единицы карты не прослежены
onnx-reason-op = сама операция
onnx-reason-behind = она стоит после неизвестного слоя
onnx-reason-dimensions = она смешивает пакет, каналы и оси
onnx-reason-computed = её { $what } вычисляется во время работы сети
onnx-reason-setting = для её { $what } здесь нет слоя
onnx-damaged = не удаётся прочитать { $part }: файл обрезан или повреждён, или это не модель ONNX. Экспортируйте её заново
onnx-no-graph = в файле нет сети: экспортируйте модель целиком, а не только веса
onnx-too-many-nodes = в сети больше { $most } узлов: экспортируйте её часть
onnx-too-many-layers = от изображения зависит больше { $most } узлов: экспортируйте часть сети
onnx-made-twice = { $tensor } создаётся дважды, второй раз узлом { $node }: у каждого тензора должно быть своё имя
onnx-missing = { $node } читает { $tensor }, но ни один узел его не создаёт и в файле его нет: экспортируйте сеть целиком
onnx-circle = { $node } ждёт собственного результата: сеть не должна быть замкнута в круг
onnx-negative = у { $tensor } размер { $size }: размеры — числа от 0
onnx-no-image = у сети нет входа-изображения: нужен вход из пакета, каналов и от одной до трёх осей
onnx-empty-input = у входа { $tensor } есть размер 0: каждый размер изображения не меньше 1
onnx-input-too-large = вход { $tensor } больше пределов ({ $pixels } пикселей по оси, { $channels } каналов)
onnx-sizes-asked = для изображения с осями ({ $axes }) задано размеров: { $asked }. Задайте по одному на ось
onnx-no-layers = ни один узел не зависит от входа { $tensor }: показывать нечего
onnx-wiring = слои не подходят друг к другу: { $reason }
