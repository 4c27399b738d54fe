# Тексты самого окна: меню, карточки, диалоги, строка состояния.

## Меню и команды

menu-file = Файл
menu-edit = Правка
menu-view = Вид
menu-theme = Оформление
menu-language = Язык
menu-lessons = Уроки
menu-help = Справка

cmd-new = Создать
cmd-open = Открыть…
cmd-save = Сохранить
cmd-save-as = Сохранить как…
cmd-export = Экспорт картинки…
cmd-export-onnx = Экспорт в ONNX…
cmd-window-picture = Снимок окна…
cmd-quit = Выйти
cmd-undo = Отменить
cmd-redo = Повторить
cmd-cut = Вырезать слой
cmd-copy = Копировать слой
cmd-paste = Вставить слои
cmd-duplicate = Дублировать слой
cmd-delete = Удалить слой
cmd-move-up = Сдвинуть слой вверх
cmd-move-down = Сдвинуть слой вниз
cmd-toggle-layer = Слой включён
cmd-rename = Переименовать слой
cmd-edit-text = Редактировать как текст…
cmd-path-as-stack = Открыть этот путь как стек
cmd-longest-path = Показать самый длинный путь
cmd-zoom-in = Приблизить
cmd-zoom-out = Отдалить
cmd-zoom-fit = Показать всё
cmd-layout-equal = Равные клетки
cmd-layout-aligned = Вровень со входом
cmd-stack-panel = Панель слоёв
cmd-inspector = Инспектор
cmd-growth = Рост поля по слоям
cmd-larger-text = Увеличить интерфейс
cmd-smaller-text = Уменьшить интерфейс
cmd-normal-text = Обычный размер интерфейса
cmd-theme-system = Как в системе
cmd-theme-light = Светлое
cmd-theme-dark = Тёмное
cmd-lang-en = English
cmd-lang-ru = Русский
cmd-keys = Сочетания клавиш
cmd-about = О программе receptive

edit-input = изменение входа
edit-op = изменение настройки
edit-source = изменение значений изображения
edit-parameters = изменение ядра
edit-rename = переименование слоя
edit-enable = включение слоя
edit-disable = выключение слоя
edit-insert = добавление слоя
edit-duplicate = дублирование слоя
edit-remove = удаление слоя
edit-move = перемещение слоя
edit-replace = замена сети
edit-preset = открытие урока
edit-insert-many = вставка слоёв

## Верхняя полоса и вкладки

button-export = Экспорт…
button-language = Язык
button-theme = Светлое или тёмное оформление
button-presets = Урок
button-fit = Всё
layout-equal = Равные клетки
layout-aligned = По входу
edge-stack = Край панели слоёв
edge-inspector = Край инспектора
edge-growth = Край полосы под видами
drop-here = Отпустите: документ откроется, картинка или массив станут изображением
document-unnamed = Новая сеть

## Карточки

card-off = выключен
card-impossible = не выполнится
card-unknown = неизвестно: один из слоёв выше не выполнится
card-menu = Действия со слоем { $layer }
card-reads = читает { $maps }
card-node = узел { $node }
card-name = Имя слоя
badge-drops = теряет { $count }
badge-drops-units = теряет нейронов: { $count }
badge-rf-tip = Рецептивное поле: сколько пикселей входа видит нейрон этого слоя по каждой оси
badge-drops-tip = Сколько нейронов своего входа слой никогда не читает
insert-at = Вставить сюда слой { $place }
output = Выход
outputs = { $count ->
    [one] { $count } выход
    [few] { $count } выхода
   *[many] { $count } выходов
}
output-values = { $shape } · значений: { $values }
output-none = выхода нет
add-conv = + Свёртка
add-pool = + Макс-пулинг
add-more = Добавить другой слой

ops-conv = Свёртка
ops-pool = Пулинг
ops-pointwise = Поэлементно
ops-vector = Вектор
ops-size = Размер

## Настройки

setting-channels = каналы
setting-size = размер
setting-axes = оси
setting-axes-count = { $count ->
    [one] { $count } ось
    [few] { $count } оси
   *[many] { $count } осей
}
setting-batch = батч
setting-kernel = ядро
setting-stride = шаг
setting-padding = дополнение
setting-padding-mode = способ дополнения
setting-dilation = дилатация
setting-groups = группы
setting-bias = смещение (bias)
setting-ceil = округлять вверх (ceil)
setting-count-padding = среднее учитывает дополнение
setting-output-padding = доп. выхода
setting-out = размер выхода
setting-factor = множитель
setting-mode = способ
setting-features = признаки
setting-crop = обрезка
padding-number = число
padding-begin-end = начало и конец
padding-same = same
padding-same-lower = same (нижнее)
padding-valid = valid (нет)
begin-end = начало, конец
side-begin = начало
side-end = конец
mode-nearest = сосед
mode-linear = линейный
channels-as-input = как вход
channels-as-input-tip = Столько же каналов, сколько на входе
link = одно значение для всех осей
link-on = Одно значение для всех осей: нажмите, чтобы разделить
link-off = Отдельные значения: нажмите, чтобы сделать одно для всех осей

## Строка состояния

status-params = параметров: { $params }
status-macs = умножений-сложений: { $macs }
status-dropped = { $count ->
    [one] потерян { $count } из { $of } пикселей ({ $share })
    [few] потеряно { $count } из { $of } пикселей ({ $share })
   *[many] потеряно { $count } из { $of } пикселей ({ $share })
}
status-all-seen = виден каждый пиксель
status-stops = один из слоёв не выполнится
status-opened = Открыт файл { $file }
status-saved = Сохранён файл { $file }
status-saved-onnx = Сохранён файл { $file }: слои и формы, без обученных весов
status-saved-comments = Сохранён файл { $file }; комментариев в нём больше нет: документ их не хранит
status-paste-failed = Ничего не вставлено: { $reason }
status-wired = Это импортированная сеть: её слои нельзя изменить. Откройте путь как стек (меню «Правка»)

## Диалоги

button-open = Открыть
button-save = Сохранить
button-discard = Не сохранять
button-cancel = Отмена
button-close = Закрыть
button-apply = Применить
button-replace = Заменить
message-title = Не получилось
error-open = Файл { $file } не открыт: { $reason }
error-save = Файл { $file } не сохранён: { $reason }
unsaved-title = Сохранить изменения?
unsaved-text = В сети есть изменения, которых нет ни в одном файле. Без сохранения они пропадут
path-open = Открыть документ
path-save = Сохранить документ
path-picture = Экспорт картинки
path-onnx = Экспорт сети в ONNX
path-window-picture = Сохранить снимок окна
path-field = Файл
path-exists = Такой файл уже есть: кнопка «Заменить» запишет новый на его место
files-document = документы receptive
text-title = Сеть как текст
text-hint = Вход, двоеточие и по одному слою в строке: conv k3 s2 p1 c64 · maxpool k2 · relu · flatten · linear c10
text-fine = { $layers ->
    [one] { $layers } слой, ошибок нет
    [few] { $layers } слоя, ошибок нет
   *[many] { $layers } слоёв, ошибок нет
}
about-version = Версия { $version }
about-text = Показывает, что слои свёртки и пулинга делают с изображением: каждый размер, каждое рецептивное поле, каждый потерянный пиксель
about-licence = Лицензия MIT или Apache 2.0
keys-pin = Сдвинуть закреплённый нейрон
keys-pin-keys = стрелки
keys-next-map = Закрепить в следующей карте
keys-next-map-keys = Tab
keys-pan = Двигать карты
keys-pan-keys = мышь, колесо
keys-zoom = Масштаб карт под указателем
keys-zoom-keys = Ctrl + колесо

## Почему не получилось с файлом

reason-missing = такого файла нет; проверьте имя
reason-folder = это папка; укажите файл в ней
reason-unreadable = его нельзя прочитать ({ $error }); проверьте права доступа
reason-empty = он пуст; выберите другой файл
reason-encoding = это не текст в UTF-8; сохраните его в UTF-8 или выберите другой файл
reason-too-large = он больше { $mib } МиБ; документы такими не бывают, выберите другой файл
reason-missing-key = не хватает ключа { $key }; добавьте его, например { $example }
reason-newer = у него версия формата { $found }, а программа читает версию { $version }; обновите receptive
reason-at = строка { $line }, столбец { $column }: { $reason }
reason-no-folder = такой папки нет; сначала создайте её или выберите другую
reason-circle = эта ссылка ведёт сама на себя; выберите другое имя
reason-read-only = файл только для чтения; выберите другое имя или разрешите запись
reason-folder-closed = в этой папке нельзя создавать файлы ({ $error }); выберите другую папку
reason-write = его нельзя записать ({ $error }); прежний файл, если он был, остался как был
reason-picture = картинку не удалось нарисовать ({ $error })
onnx-impossible = слой { $layer } не работает. { $reason }
onnx-unwritable = о слое { $layer } ничего не известно, а значит, и о формах после него; уберите его или поставьте вместо него известный слой
onnx-windows = окна слоя { $layer } по оси { $axis } (первая — 0) разного размера, потому что { $size } не делится на { $out }, а такого пулинга в ONNX нет; выберите размер выхода, на который делится { $size }, или пулинг с ядром и шагом
reason-format = Картинки в формате { $format } не создаются: выберите SVG, PNG или PDF

cmd-beside = Поставить этот вид рядом с другими
cmd-together = Все виды вкладками
cmd-next-axis = Лестница вдоль следующей оси
cmd-fold = Сворачивать повторы
cmd-scale-linear = Линейная шкала
cmd-scale-log = Логарифмическая шкала
blocks-folded = Сворачивать повторы
graph-cmd-kind = Цвета графа по виду слоя
graph-cmd-rf = Цвета графа по рецептивному полю
graph-cmd-stride = Цвета графа по эффективному шагу
graph-cmd-loss = Цвета графа по потерянным пикселям
graph-cmd-cost = Цвета графа по стоимости
graph-search = Найти слой
graph-search-none = нет такого слоя
graph-search-next = Следующий найденный слой
graph-search-previous = Предыдущий найденный слой
graph-unfold = Развернуть повторы ({ $count }) начиная с { $layer }
graph-fold = Свернуть повторы ({ $count }) начиная с { $layer }
graph-overview = Обзор графа
scale-linear = Линейная
scale-log = Логарифмическая

cmd-gallery = Галерея…
gallery-title = Уроки и сети
gallery-search = Поиск: имя, год, слой
gallery-nothing = Ничего такого здесь нет
table-columns = Столбцы
table-copy = Копировать как
table-copy-tabs = Текст с табуляцией
table-menu = Столбцы и копирование
table-copied = { $rows ->
    [one] Скопирована { $rows } строка, формат: { $format }
    [few] Скопированы { $rows } строки, формат: { $format }
   *[many] Скопировано { $rows } строк, формат: { $format }
}
table-head = Сортировать: { $column }
table-head-ascending = { $column }: по возрастанию
table-head-descending = { $column }: по убыванию
## Сеансы, файлы и оформление

habit-restored = Прошлый сеанс восстановлен
habit-broken = Прошлый сеанс не читается; он отложен в файл { $file }
habit-not-kept = Этот сеанс не сохраняется до следующего запуска: { $reason }
habit-recent = Недавние файлы
habit-recent-clear = Очистить список
habit-theme-contrast = Контрастное
habit-theme-print = Для печати
habit-opened-first = Открыт { $file }, первый из файлов ({ $count }): открытым бывает только один
habit-file-picture = это картинка; сначала откройте документ, потом перетащите картинку в окно
habit-file-weights = модели в этом формате не читаются; запишите слои текстом, например 1x7x7: conv k3 s3
habit-text-open = Сначала примените или отмените текст
habit-empty-title = Слоёв пока нет
habit-empty-text = Добавьте первый слой, возьмите урок или вставьте слои текстом. Файл можно перетащить сюда
habit-empty-conv = Добавить свёртку
habit-empty-other = Другой слой…
habit-empty-lessons = Уроки…
habit-empty-paste = Вставить слои
habit-empty-write = Написать текстом…
## Палитра, клавиши, замечания, сообщения, показ

button-present = Показ
cmd-palette = Палитра команд…
cmd-notes = Замечания
cmd-stage = Показ во весь экран
cmd-next-layer = Следующий слой
cmd-previous-layer = Предыдущий слой
cmd-next-region = Следующая часть окна
cmd-previous-region = Предыдущая часть окна

palette-field = Что сделать
palette-hint = Команда, урок или слой
palette-in = { $group }: { $label }
palette-lesson = Открыть урок: { $lesson }
palette-go = Перейти: { $layer }
palette-none = Нигде нет этих букв в таком порядке
palette-count = { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[many] { $count } строк
}

keys-views = Виды
keys-window = Окно и справка
keys-maps = На картах
keys-stage = Во время показа

notes-tab = Замечания ({ $count })
notes-none = Замечаний нет: все слои выполнятся, и виден каждый пиксель
notes-jump = Перейти к слою { $layer }
notes-stops = не выполнится
notes-lost = потери
notes-holes = пропуски
notes-unknown = неизвестно
notes-branches = ветви
notes-field = поле
notes-padding = дополнение

toast-close = Закрыть сообщение
toast-undone = Отменено: { $what }
toast-redone = Повторено: { $what }
toast-copied = Скопировано: { $name }
toast-cut = Вырезано: { $name }
toast-network = вся сеть

stage-next-lesson = Следующий урок
keys-zoom-view = Приблизить и отдалить
stage-exit = Закончить показ
stage-pin = сдвинуть нейрон
stage-map = следующая карта
stage-layer = слой
stage-view = вид
stage-zoom = масштаб
stage-lesson = следующий урок
stage-leave = закончить

## Что значат настройки и числа

teach-kernel = Сколько нейронов входа читает один нейрон по каждой оси
teach-kernel-transposed = На сколько нейронов выхода расходится каждый нейрон входа по каждой оси
teach-stride = На сколько нейронов входа сдвигается ядро от одного нейрона выхода к следующему
teach-stride-transposed = На сколько нейронов выхода отстоят друг от друга места соседних нейронов входа
teach-padding = Сколько нулей добавлено с обоих концов каждой оси; максимум их не учитывает
teach-padding-transposed = Сколько нейронов срезано с обоих концов того, что дало ядро
teach-begin-end = Сколько нулей добавлено в начале и в конце каждой оси
teach-same = Ровно столько нулей, чтобы длина выхода была длиной входа, делённой на шаг; лишний нуль идёт в конец
teach-same-lower = Как same, но лишний нуль идёт в начало
teach-same-transposed = Срезается столько, чтобы длина выхода была длиной входа, умноженной на шаг; лишнее — в конце
teach-same-lower-transposed = Как same, но лишнее срезается в начале
teach-valid = Без дополнения: ядро не выходит за край входа
teach-valid-transposed = От того, что дало ядро, ничего не срезается
teach-dilation = На сколько отстоят друг от друга нейроны, которые читает ядро; начиная с 2 часть между ними пропускается
teach-dilation-transposed = На сколько отстоят друг от друга нейроны, в которые пишет ядро; начиная с 2 часть пропускается
teach-channels = Сколько карт признаков на выходе; для них обучаются W весов
teach-groups = На сколько не связанных групп делятся каналы; при G = C каждый канал сам по себе
teach-bias = Ещё одно обучаемое число на каждый канал выхода: оно добавляется к каждой сумме
teach-output-padding = Ещё E нейронов в конце выхода: так различаются входы, которым шаг даёт одну длину
teach-ceil = Последнее неполное окно тоже считается, если начинается до конца входа
teach-count-padding = Сумма делится на размер всего окна, вместе с нулями дополнения
teach-factor = Сколькими нейронами по каждой оси становится один
teach-adaptive = Выход ровно такого размера: нейрон u берёт среднее или максимум этих нейронов входа
teach-features = Сколько чисел на выходе; каждое видит весь вход, всего весов W
teach-nearest = Каждый нейрон берёт значение ближайшего нейрона входа
teach-linear = Каждый нейрон смешан из соседей во входе, ближние весят больше
teach-pad = Сколько нулей добавлено в начале и в конце каждой оси
teach-crop = Сколько нейронов срезано в начале и в конце каждой оси
teach-size = Сколько нейронов на выходе по каждой оси: по одному на каждое место ядра
teach-field = Сколько пикселей входа видит один нейрон по каждой оси
teach-jump = На сколько пикселей входа сдвинуты друг от друга поля соседних нейронов
teach-start = Первый пиксель, который видит нейрон 0; отрицательный лежит в дополнении
teach-share = Какую часть входа видит один нейрон: столько по каждой оси, и всё перемножить
teach-centre = Середина того, что видит нейрон u, в пикселях входа
teach-padding-share = Какая часть поля лежит за краем входа: всё, кроме n пикселей
teach-params = Сколько чисел обучается: веса и смещения
teach-macs = Сколько произведений складывается для одного изображения
teach-lost = Пиксели, которых никто не видит: все, кроме лежащих в n читаемых строках и n столбцах
## Экспорт картинок

export-title = Экспорт картинки
export-view = Вид
export-view-all = Все виды
export-format = Формат
export-size = Размер
export-size-number = Размер числом
export-size-scale = Масштаб
export-size-pixels = Ширина в пикселях
export-size-millimetres = Ширина в мм
export-theme = Цвета
export-theme-light = Светлые
export-theme-dark = Тёмные
export-theme-contrast = Контрастные
export-theme-print = Для печати, чёрные на белом
export-lang = Язык
export-heading = Заголовок
export-heading-text = Текст заголовка
export-legend = Легенда
export-indices = Номера строк и столбцов
export-transparent = Прозрачный фон
export-preview = Предпросмотр
export-pixels = { $width } × { $height } пикс.
export-millimetres = { $width } × { $height } мм
export-count = { $count ->
    [one] { $count } файл
    [few] { $count } файла
   *[many] { $count } файлов
}
export-too-large = слишком велика
export-largest = Наибольший возможный
export-save = Сохранить…
export-copy-picture = Копировать картинку
export-copy-svg = Копировать SVG
export-copied = Скопировано
export-drawing = Картинка рисуется…
export-saved = { $count ->
    [one] Сохранена { $count } картинка: { $file }
    [few] Сохранены { $count } картинки: { $file } и другие
   *[many] Сохранено { $count } картинок: { $file } и другие
}
export-path-all = Экспорт всех видов: к имени добавится вид
export-exists-all = Некоторые из этих файлов уже есть: кнопка «Заменить» запишет новые на их место
export-stdin = стандартный ввод
export-scale-range = масштаб бывает от { $least } до { $most }
export-pixels-range = ширина бывает от { $least } до { $most } пикселей
export-millimetres-range = ширина бывает от { $least } до { $most } мм
export-too-many-pixels = в картинке было бы { $width } × { $height } пикселей, это слишком много для PNG; выберите меньший размер или SVG, у него нет предела
export-too-large-page = страница была бы { $width } × { $height } мм, а в PDF бывает не больше { $most } мм; выберите меньший размер или SVG, у него нет предела
strip-growth = Рост поля
strip-growth-short = Поле
menu-drawing = Как рисовать
menu-panels = Панели
menu-size = Размер интерфейса
view-options = Настройки вида

habit-set-aside = На прошлом сеансе прервались два запуска; он отложен в файл { $file }
habit-no-folder = система не указала папку для него
habit-file-changed = Файл { $file } тем временем изменён: перед его заменой будет задан вопрос

# The image view.

image-colours = Цвета
image-tool-channel = канал { $channel }
image-cmd-gray = Значения серым
image-cmd-viridis = От синего к жёлтому
image-cmd-diverging = Синий ниже нуля, красный выше
image-cmd-range-channel = Цвета канала от его наименьшего до наибольшего значения
image-cmd-range-map = Одинаковые цвета для всех каналов карты
image-cmd-next-page = Следующая страница каналов
image-cmd-previous-page = Предыдущая страница каналов
image-cmd-next-channel = Увеличить следующий канал
image-cmd-previous-channel = Увеличить предыдущий канал
cmd-paths-overlay = Окрасить нейроны по числу путей к закреплённому
animate-motion = Движение
animate-none = Нет
animate-walk = Обход
animate-grow = Рост
animate-time = На кадр, с
animate-every = Один кадр из
animate-counting = кадры считаются…
animate-estimate = { $count ->
    [one] { $count } кадр, около { $size }
    [few] { $count } кадра, около { $size }
   *[many] { $count } кадров, около { $size }
}
animate-kilobytes = { $size } КБ
animate-megabytes = { $size } МБ
animate-writing = Анимация записывается
animate-progress = Кадров: { $done } из { $of }
animate-cancelled = Анимация не записана
animate-saved = Сохранён файл { $file }: { $count ->
    [one] { $count } кадр
    [few] { $count } кадра
   *[many] { $count } кадров
}
animate-colours = Некоторые цвета отличаются от цветов картинки на величину до { $error } из 255; в APNG они точны
animate-path-frames = Экспорт кадров: к имени добавится номер
animate-no-view = в этом виде нет нейрона, который мог бы двигаться; выберите другой вид
animate-no-growth = числа показывают один слой, он не растёт; выберите «Обход» или другой вид
animate-still = двигаться нечему: получилась бы одна картинка; закрепите нейрон другого слоя или выберите другое движение
animate-too-many = получилось бы кадров: { $frames }, а их бывает не больше { $most }; рисуйте каждый { $every }-й
animate-time-range = кадр длится от { $least } до { $most } секунд
animate-transparent = кадрам GIF нужен фон; выберите APNG или рисуйте с фоном
# Значения изображения и ядер

source-section = Значения
source-from = Показывает
source-test-picture = Тестовая картинка
source-test-picture-text = Своя картинка программы: границы, переходы и волны
source-ramp = Нарастание
source-ramp-text = 0, 1, 2, … строка за строкой, канал за каналом
source-checkerboard = Шахматная доска
source-checkerboard-text = Нули и единицы по очереди, квадратами из стольких пикселей
source-impulse = Импульс
source-impulse-text = Одна единица посреди нулей: ядро делает из неё само себя, только перевёрнутым
source-noise = Шум
source-noise-text = Случайные числа от 0 до 1, одни и те же при одном начальном числе
source-typed = Введённые числа…
source-picture = Файл картинки…
source-array = Файл массива…
source-cell = Клетка, пкс
source-seed = Начальное
source-another-seed = Другое
source-change-numbers = Изменить числа…
source-choose-another = Выбрать другой…
source-read-again = Прочесть снова
source-read-again-tip = Файл мог с тех пор измениться
source-reading = Файл читается…
source-fit = Вписать
source-cover = Заполнить
source-cover-text = Увеличена или уменьшена, пока не закроет вход, и поровну обрезана с двух концов
source-contain = Целиком
source-contain-text = Увеличена или уменьшена так, чтобы войти целиком, вокруг чёрное
source-stretch = Растянуть
source-stretch-text = Приведена к размеру входа, даже если пропорции изменятся
source-crop = Обрезать
source-crop-text = Без изменения масштаба: поровну обрезана с двух концов или окружена чёрным
source-size = { $from } → { $to }, { $how }
source-size-same = пиксель в пиксель
source-size-scaled = другой масштаб, видна вся
source-size-stretched = пропорции меняются
source-size-cut-sides = обрезана по бокам
source-size-cut-ends = обрезана сверху и снизу
source-size-black-sides = чёрное по бокам
source-size-black-ends = чёрное сверху и снизу
source-size-cut = обрезана со всех сторон
source-size-black = вокруг чёрное
source-size-cut-black = по одной оси обрезана, по другой дополнена чёрным
source-size-row = её средняя строка
source-small = Картинка
source-as-large = Вход размером с картинку
source-in-colour = Вход из 3 каналов для её цветов
source-kernel-section = Веса
source-kernel = Ядро
source-own = Авто
source-own-text = Единицы, где один канал делает один; в первом слое волны Габора; иначе случайные числа, одни и те же при каждом запуске
source-as-all = Как у всех фильтров
source-ones = Единицы
source-identity = Тождественное
source-box = Среднее
source-gaussian = Гаусс
source-sharpen = Резкость
source-sobel-x = Собель, вдоль столбцов
source-sobel-y = Собель, вдоль строк
source-laplacian = Лапласиан
source-emboss = Рельеф
source-gabor = Волны Габора
source-random = Случайное (по Хе и др.)
source-for = Для
source-all-filters = всех
source-one-filter = одного
source-filter = Фильтр
source-filter-number = Фильтр { $filter }
source-own-filters = Другие ядра у фильтров { $filters }
source-same-for-all = Одно на всех
source-bias = Смещение
source-bias-number = Смещение каждого фильтра
source-zeros = Ноль
source-one-number = Одно число на всех
source-path-picture = Выберите картинку
source-path-array = Выберите массив
source-files = Картинки и массивы
source-is-image = { $file } — теперь это изображение
source-is-kernel = { $layer } теперь берёт числа из { $file }
source-not-used = { $file } не используется: { $reason }
source-no-array = это картинка; выберите массив — файл, имя которого кончается на .npy
source-name-no-text = имя не записать текстом; переименуйте файл
source-of-image = его форма { $found }, а у изображения { $wanted }
source-of-kernel = у ядра { $layer } форма { $wanted }
source-of-chosen = его форма { $found }, а нужна { $wanted }
source-missing = такого файла нет
source-broken = «{ $reason }»
source-trouble = { $file }: { $reason }
source-looked-in = Искали в { $folder }
source-test-instead = Взять тестовую картинку
source-own-instead = Взять выбор программы
source-numbers-image = Числа изображения
source-numbers-kernel = Числа ядра
source-numbers-bias = Числа смещения
source-numbers-hint = Введите или вставьте: каждая строка чисел на своей строке, между числами пробелы, табуляции, запятые или точки с запятой
source-numbers-wanted = Нужно: { $shapes }
source-numbers-fine = Чисел: { $rows } × { $columns }
source-numbers-misfit = Здесь строк { $rows } по { $columns }, а нужно { $shapes }: добавьте или уберите числа
source-numbers-resize = Вход { $size }
source-or = или
source-text-empty = Пока ничего не написано
source-text-no-number = Строка { $line }: «{ $word }» — не число. Пишите, например, 1,5, −2 или 1/9
source-text-ragged = В строке { $line } чисел { $found }, а в первой { $wanted }: сделайте все строки одинаковой длины
source-text-too-many = Это больше { $most } чисел: выберите файл массива

scroll-rows = Строки: { $map }
scroll-columns = Столбцы: { $map }
scroll-kernel-rows = Строки ядра: { $map }
scroll-kernel-columns = Столбцы ядра: { $map }
strip-network = Сеть
cmd-network = Сеть в целом
section-sizes = Близкие размеры входа
sizes-now = Сейчас { $size }: { $outcome }
sizes-whole = Без потерь при
sizes-least = Меньше всего потерь при
sizes-none = { $count ->
    [one] Ни один размер в пределах { $count } пикселя не обходится без потерь
   *[other] Ни один размер в пределах { $count } пикселей не обходится без потерь
}
sizes-set = Размер входа { $size }
sizes-stop = Не работает при { $sizes }
sizes-outcome-whole = до выхода доходит каждый пиксель
sizes-outcome-loses = { $count ->
    [one] до выхода не доходит { $count } пиксель из { $of }
    [few] до выхода не доходят { $count } пикселя из { $of }
   *[other] до выхода не доходят { $count } пикселей из { $of }
}
sizes-outcome-unknown = потери неизвестны
sizes-along = Все оси меняются на столько же пикселей; названы размеры первой
section-tiles = Большое изображение по частям
tiles-stride = общий шаг
tiles-halo = запас до + после
tiles-lost = потери выходов в начале + в конце
tiles-overlap = перекрытие частей
tiles-smallest = наименьшая часть
tiles-how = Начинайте части с кратных { $stride } пикселей, перекрывайте соседние на { $overlap } и отбрасывайте выходы у внутренних краёв, { $begin } в начале и { $end } в конце: останется в точности выход для всего изображения
tiles-global = Не по частям: этот слой видит всё изображение
tiles-unknown = Не по частям: неизвестно, что видит этот слой
tiles-depends = Не по частям: действие этого слоя зависит от размера его входа
tiles-too-large = Не по частям: они были бы больше любого изображения
section-borders = Граничные слои
borders-none = Их нет: каждый слой ещё добавляет пиксели
borders-unknown = Неизвестно: не все слои удалось сосчитать
borders-text = При этом размере входа эти слои ничего не добавляют: по ширине — уже их вход охватывает изображение, по счёту — ни один нейрон не видит больше пикселей, чем раньше
borders-more = { $count ->
    [one] и ещё { $count }
   *[other] и ещё { $count }
}
borders-uncounted = { $count ->
    [one] Ещё { $count } слой не удалось сосчитать
    [few] Ещё { $count } слоя не удалось сосчитать
   *[other] Ещё { $count } слоёв не удалось сосчитать
}
border-both = по ширине и счёту
border-width-only = только по ширине
border-width = по ширине
border-count = по счёту
section-padding = Доля дополнения в том, что видят нейроны
padding-unknown = Для этого слоя точно не известно
padding-none = Ни один нейрон не видит дополнения
padding-least = наименьшая
padding-mean = средняя
padding-most = наибольшая
padding-of-box = Доли прямоугольника, охватывающего то, что видит нейрон: сходящиеся ветви видят не все его строки и столбцы, а точный подсчёт слишком велик
padding-free = нейроны без дополнения
padding-free-of = { $count } из { $of }
padding-picture = Доля у каждого нейрона: { $least } — тёмный, { $most } — светлый
section-centres = Центры нейронов на изображении
centres-unknown = Для этого слоя точно не известно
centres-units = нейроны вдоль
centres-offset = начало
centres-stride = шаг
centres-half = Полпикселя: центр пикселя 0 в ½
centres-index = Центр пикселя 0 в 0
centres-copy = Скопировать таблицу всех слоёв
centres-copied = Скопированы центры всех слоёв
section-rules = Этот слой по правилам других библиотек
section-rules-all = Слои по правилам других библиотек
rules-none = Различаются только свёртки и пулинги
rules-rule = правило
rules-size = размер
rules-padding = дополнение
rules-differs = иначе с
rules-never = нигде
rules-text = Последний столбец: с какого размера входа слоя правило даёт другой размер
rules-agree = Все правила дают одно и то же: { $layers }
rules-spoken = размер { $size }, дополнение { $padding }, иначе с { $differs }
rule-torch-floor = PyTorch, вниз
rule-torch-ceil = PyTorch, вверх
rule-tensorflow-same = TensorFlow SAME
rule-tensorflow-valid = TensorFlow VALID
rule-caffe-conv = Caffe, вниз
rule-caffe-pool = Caffe, вверх
tiles-up-to = До слоя { $layer }: дальше видно всё изображение
