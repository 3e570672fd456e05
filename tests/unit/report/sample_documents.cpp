#include "sample_documents.h"

#include <fmt/format.h>

namespace opora::samples {
namespace {

double days(int year, unsigned month, unsigned of_month) {
  using namespace std::chrono;
  return to_days(Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{of_month}});
}

TableCell spanning(TableCell one, int columns, int rows = 1) {
  one.columns = columns;
  one.rows = rows;
  return one;
}

TableCell with_interval(TableCell one, double low, double high) {
  one.value.interval = {low, high};
  return one;
}

TableCell shaded(TableCell one, double shade) {
  one.shade = shade;
  return one;
}

Table results() {
  Table table;
  table.caption = "Таблица 1. Результаты ВПР по математике, 5 класс";
  table.columns = {{"№", ValueType::kInteger, 0, 0.5, false}, {"Школа", ValueType::kText, 0, 3, false},      {"Участники", ValueType::kInteger, 0, 1, false},
                   {"Доля отметок «2»", ValueType::kPercent, 1, 1.6, true}, {"Средний балл", ValueType::kNumber, 2, 1, false}, {"Дата работы", ValueType::kDate, 0, 1.1, false}};
  table.header = {{spanning(text(""), 2), spanning(text("Весна 2025 года"), 3), text("")}};
  table.rows = {
      {count(1), text("МБОУ «Средняя школа № 1» г. Вяземский"), count(48), shaded(with_interval(share(6, 48), 0.059, 0.247), 0.3), cell({11.25, {}, {}}), day(2025, 4, 15)},
      {count(2), text("МБОУ «Сосновская основная школа имени Героя Советского Союза И. П. Петрова»"), count(12), shaded(share(5, 12), 1), cell({8.5, {}, {}}), day(2025, 4, 17)},
      {count(3), text("МКОУ «Дальняя начальная школа»"), count(3), missing("менее 5 участников"), missing("менее 5 участников"), day(2025, 4, 17)},
      {count(4), text("МАОУ «Лицей № 2»"), count(1104), share(33, 1104), cell({14.75, {}, {}}), day(2025, 4, 16)}};
  table.totals = {spanning(text("Всего по округу"), 2), count(1167), share(44, 1164), cell({14.25, {}, {}}), cell({})};
  table.note = "Интервал Уилсона, 95 %. Школы с числом участников менее 5 не показаны.";
  return table;
}

Table by_municipality() {
  Table table;
  table.caption = "Таблица 2. Задачи округов";
  table.columns = {{"Округ", ValueType::kText, 0, 1, false}, {"Задача", ValueType::kText, 0, 2, false}, {"Срок", ValueType::kDate, 0, 1, false}};
  table.rows = {{spanning(text("Вяземский"), 1, 2), text("Назначить куратора"), day(2025, 9, 1)}, {text("Провести семинар"), day(2025, 10, 15)}, {text("Сосновский"), text("Назначить куратора"), day(2025, 9, 1)}};
  return table;
}

Chart bars() {
  Chart chart;
  chart.caption = "ВПР и журнал: доля отметок «4» и «5», %";
  chart.x_title = "Предмет", chart.y_title = "Доля, %";
  chart.series = {{"ВПР", {{"Русский язык", 0, 41.2, 35.0, 47.6}, {"Математика", 0, 48.9, 42.5, 55.3}, {"История", 0, 52.1, 44.0, 60.1}}}, {"Журнал", {{"Русский язык", 0, 55.0, {}, {}}, {"Математика", 0, 51.3, {}, {}}, {"История", 0, 68.4, {}, {}}}}};
  chart.marks = {{"Среднее по региону", 50, false}};
  chart.description = "Отметки журнала выше результатов ВПР по истории на 16,3 процентного пункта.";
  return chart;
}

Chart histogram() {
  Chart chart;
  chart.kind = ChartKind::kHistogram;
  chart.caption = "Распределение первичных баллов";
  chart.x_title = "Первичный балл", chart.y_title = "Доля участников, %";
  chart.series = {{"Школа", {}}, {"Регион", {}}};
  for (int score = 0; score <= 20; ++score) {
    const double distance = score - 11.0;
    chart.series[0].points.push_back({"", static_cast<double>(score), (score * 7 % 5) + 12.0 / (1 + distance * distance / 12), {}, {}});
    chart.series[1].points.push_back({"", static_cast<double>(score), 13.0 / (1 + distance * distance / 14), {}, {}});
  }
  chart.marks = {{"«3» с 7", 6.5, true}, {"«4» с 12", 11.5, true}, {"«5» с 16", 15.5, true}};
  chart.description = "Пик распределения приходится на 11 баллов, вблизи границы отметки «4».";
  return chart;
}

Chart dynamics() {
  Chart chart;
  chart.kind = ChartKind::kLines;
  chart.caption = "Доля участников с отметкой «2», %";
  chart.y_title = "Доля, %";
  chart.series = {{"Школа", {{"2021", 0, 24.0, 17.0, 32.5}, {"2022", 0, 21.5, 15.0, 29.8}, {"2023", 0, 19.0, 13.0, 26.9}, {"2024", 0, 12.5, 7.6, 19.8}}}, {"Регион", {{"2021", 0, 11.0, {}, {}}, {"2022", 0, 10.4, {}, {}}, {"2023", 0, 10.1, {}, {}}, {"2024", 0, 9.7, {}, {}}}}};
  chart.description = "За четыре года доля снизилась с 24,0 % до 12,5 %.";
  return chart;
}

Chart scatter() {
  Chart chart;
  chart.kind = ChartKind::kScatter;
  chart.caption = "Контекст и результат";
  chart.x_title = "Индекс контекста", chart.y_title = "Средний балл";
  chart.series = {{"Школы округа", {}}};
  for (int i = 0; i < 60; ++i) chart.series[0].points.push_back({fmt::format("Школа № {}", i + 1), 20.0 + i * 37 % 61, 6 + (i * 53 % 97) / 9.0, {}, {}});
  chart.marks = {{"Медиана контекста", 50, true}, {"Средний балл региона", 11.2, false}};
  chart.description = "12 школ показывают результат выше среднего при низком контексте.";
  return chart;
}

Chart timeline() {
  Chart chart;
  chart.kind = ChartKind::kTimeline;
  chart.caption = "План поддержки";
  chart.series = {{"Мероприятия", {{"Назначение кураторов", days(2025, 9, 1), days(2025, 9, 15), {}, {}}, {"Курсы учителей", days(2025, 10, 1), days(2025, 12, 20), {}, {}}, {"Повторная работа", days(2026, 3, 1), days(2026, 3, 31), {}, {}}}}};
  chart.marks = {{"Сегодня", days(2025, 11, 26), true}};
  chart.description = "Три мероприятия с сентября 2025 по март 2026 года.";
  return chart;
}

}  // namespace

TableCell cell(CellValue value) {
  TableCell one;
  one.value = std::move(value);
  return one;
}
TableCell text(std::string words) { return cell({std::move(words), {}, {}}); }
TableCell count(std::int64_t number) { return cell({number, {}, {}}); }
TableCell share(std::int64_t numerator, std::int64_t denominator) { return cell({Share{numerator, denominator}, {}, {}}); }
TableCell day(int year, unsigned month, unsigned of_month) { return cell({Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{of_month}}, {}, {}}); }
TableCell missing(std::string reason) { return cell({{}, std::move(reason), {}}); }

Document analytic_note() {
  Document document;
  document.title = "Аналитическая справка по Вяземскому округу";
  document.kind = "analytic-note";
  document.header = "Министерство образования области";
  document.footer = "Справка составлена 26.11.2025";
  document.sources = {{"Методика stably-low, пакет ru-smo 0.1.0", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}, {"Данные ВПР, весна 2025 г.", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}};
  const KeyFigures figures{{{"Школ в округе", {std::int64_t{24}, {}, {}}, ValueType::kInteger, 0, ""},
                            {"Участников", {std::int64_t{11670}, {}, {}}, ValueType::kInteger, 0, "все предметы"},
                            {"Доля отметок «2»", {Share{44, 1164}, {}, {}}, ValueType::kPercent, 1, ""},
                            {"Средний балл", {14.25, {}, {}}, ValueType::kNumber, 2, "регион: 13,10"},
                            {"Олимпиада", {{}, "менее 5 участников", {}}, ValueType::kInteger, 0, ""}}};
  document.blocks = {
      Paragraph{plain("Аналитическая справка\nо результатах школ Вяземского муниципального округа"), ParagraphStyle::kTitle},
      figures,
      Heading{1, plain("Общие сведения")},
      Paragraph{{{"Справка подготовлена по результатам всероссийских проверочных работ. Признаки, названные ниже, ", false, false, ""}, {"требуют проверки", true, false, "Пункт 4 методики."}, {" и не являются выводом о нарушении.", false, true, ""}}, ParagraphStyle::kBody},
      NumberedParagraph{1, plain("Рассмотреть результаты на совещании руководителей школ."), false},
      NumberedParagraph{2, plain("Пригласить кураторов школ, вошедших в перечень."), false},
      NumberedParagraph{2, plain("Заслушать отчёты за прошлый учебный год."), false},
      NumberedParagraph{1, plain("Утвердить планы поддержки."), false},
      BulletList{{plain("русский язык, 5 класс;"), plain("математика, 5 и 8 классы.")}},
      Heading{2, plain("Результаты школ")},
      results(),
      by_municipality(),
      Heading{1, plain("Картина по предметам")},
      bars(), histogram(), Heading{2, plain("Динамика")}, dynamics(),
      Heading{2, plain("Контекст")}, scatter(), timeline(),
      Paragraph{plain("Несогласие с выводами можно направить в министерство в течение 10 рабочих дней."), ParagraphStyle::kRemark},
      Signature{"Начальник управления образования", "А. В. Смирнова"}};
  return document;
}

Document order() {
  Document document = long_list(45);
  Table list = std::get<Table>(document.blocks.at(1));
  list.caption = "Перечень школ с низкими результатами обучения";
  document.title = "Приказ об утверждении перечня";
  document.kind = "order";
  document.blocks = {ApprovalMark{{"УТВЕРЖДАЮ", "Министр образования", "____________ И. О. Фамилия"}},
                     Paragraph{plain("МИНИСТЕРСТВО ОБРАЗОВАНИЯ ОБЛАСТИ"), ParagraphStyle::kRequisites},
                     Paragraph{plain("ПРИКАЗ"), ParagraphStyle::kTitle},
                     Paragraph{plain("от 26.11.2025 № 417"), ParagraphStyle::kRequisites},
                     Paragraph{plain("В целях адресной поддержки школ с низкими результатами обучения и в соответствии с планом мероприятий на 2025/2026 учебный год приказываю:"), ParagraphStyle::kBody},
                     NumberedParagraph{1, plain("Утвердить перечень школ согласно приложению № 1 к настоящему приказу."), false},
                     NumberedParagraph{1, plain("Руководителям муниципальных органов управления образованием:"), false},
                     NumberedParagraph{2, plain("назначить кураторов до 10.12.2025;"), false},
                     NumberedParagraph{2, plain("представить планы поддержки до 20.12.2025."), false},
                     NumberedParagraph{1, plain("Контроль за исполнением приказа оставляю за собой."), false},
                     Signature{"Министр", "И. О. Фамилия"},
                     Orientation{true},
                     AnnexMark{{"Приложение № 1", "к приказу министерства образования", "от 26.11.2025 № 417"}},
                     list,
                     Orientation{false},
                     AnnexMark{{"Приложение № 2", "к приказу от 26.11.2025 № 417"}},
                     Paragraph{plain("Форма плана поддержки"), ParagraphStyle::kCaption}};
  return document;
}

Document long_list(int schools) {
  Document document;
  document.title = "Список школ региона";
  document.kind = "list";
  Table table;
  table.caption = "Школы региона";
  table.columns = {{"№", ValueType::kInteger, 0, 0.5, false}, {"Школа", ValueType::kText, 0, 3, false}, {"Округ", ValueType::kText, 0, 2, false}, {"Участники", ValueType::kInteger, 0, 1, false}, {"Доля «2»", ValueType::kPercent, 1, 1.4, true}, {"Дата", ValueType::kDate, 0, 1, false}};
  for (int i = 0; i < schools; ++i) {
    const int n = 5 + i * 7919 % 211;
    table.rows.push_back({count(i + 1), text(fmt::format("МБОУ «Средняя общеобразовательная школа № {}»", i + 1)), text(fmt::format("Округ {}", i * 31 % 24 + 1)), count(n), i % 50 == 49 ? missing("нет данных") : share(i * 104729 % n, n), day(2025, 4, 1u + static_cast<unsigned>(i % 28))});
  }
  document.blocks = {Heading{1, plain("Перечень")}, table};
  return document;
}

Document hostile() {
  const std::string script = "<script>window.harmed=1</script><img src=x onerror=\"window.harmed=1\">", overridden = "школа \u202Eabc\u202C № 5", isolated = "\u2066x\u2069";
  Document document;
  document.title = "</title><script>window.harmed=1</script>";
  document.kind = "x\" onload=\"window.harmed=1";
  document.language = "ru\"><script>window.harmed=1</script>";
  document.header = "</style><script>window.harmed=1</script>";
  document.footer = "} * { background: url(https://example.org/x) } \\\"";
  document.sources = {{script, "<b>"}};
  Table table;
  table.caption = "=1+1";
  table.columns = {{"=HYPERLINK(\"https://example.org\")", ValueType::kText, 0, 1, false}, {"", ValueType::kText, 0, 1, false}, {"", ValueType::kInteger, 0, 1, false}};
  for (const std::string& words : {std::string("=1+1"), std::string("+1"), std::string("-1"), std::string("@SUM(1)"), std::string("\t=1"), std::string(" =1"), std::string("＝1"), script, overridden, isolated, std::string("a\0b", 3), std::string("\x01\xFF\xFE"), std::string(10'000, 'w'),
                                   std::string("=cmd|' /C calc'!A0"), std::string("a;b\"c\nd")})
    table.rows.push_back({text(words), text(words), count(-5)});
  table.note = script;
  Chart chart;
  chart.caption = "[a]:*?/\\'" + script, chart.description = script;
  chart.series = {{script, {{script, 0, 1, {}, {}}, {"</script>", 0, 2, {}, {}}}}};
  document.blocks = {Heading{1, plain(script)}, Paragraph{{{overridden, false, false, script}}, ParagraphStyle::kBody}, table, table, chart, Signature{script, isolated}};
  return document;
}

}  // namespace opora::samples
