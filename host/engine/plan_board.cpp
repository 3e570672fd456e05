#include "engine/plan_board.h"

#include <algorithm>
#include <map>

#include "base/excerpt.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/plan_rows.h"
#include "report/number_text.h"

namespace opora {
namespace {

constexpr std::size_t kCardCharacters = 130;
constexpr std::size_t kNamesOnCard = 40;   // more are a table, not a card
constexpr std::size_t kNamesInRow = 8;

enum Column : std::size_t { kLate, kReturned, kOpen, kHandedIn, kAccepted, kColumns };

// What the assignments of a window come to on the day.
struct WindowWork {
  WorkCounts counts;
  std::int64_t late = 0;
  Date first_late{};  // the earliest day that was missed
  std::vector<BoardHolder> owing, done;
};

// What a municipality owes of a row.
struct Missing {
  std::vector<std::string> names;
  std::int64_t holders = 0;
};
struct Debt {
  std::int64_t due = 0, missing = 0;
  std::map<int, Missing> by_row;  // by position
};

struct Gathered {
  std::map<OccasionId, WindowWork> by_window;
  std::map<std::string, Debt> by_municipality;
};

const char* state_word(AssignmentState state, bool late) {
  switch (state) {
    case AssignmentState::kOpen: return late ? tr("not handed in") : tr("in work");
    case AssignmentState::kReturned: return tr("returned");
    case AssignmentState::kHandedIn: return tr("handed in");
    case AssignmentState::kAccepted: return tr("accepted");
    case AssignmentState::kDropped: return tr("no longer asked for");
  }
  return "";
}

std::optional<Date> due_day(const Assignment& one) { return one.standing.due ? one.standing.due : one.occasion.to; }

void count_debt(Debt& debt, const Assignment& one) {
  ++debt.due;
  if (!is_owed(one.standing.state)) return;
  ++debt.missing;
  Missing& missing = debt.by_row[one.position];
  ++missing.holders;
  if (missing.names.size() < kNamesInRow) missing.names.push_back(one.holder.name);
}

void take(Gathered& all, const Assignment& one, Date on) {
  WindowWork& work = all.by_window[one.occasion.id];
  work.counts.add(one.standing.state);
  const auto due = due_day(one);
  const bool over = due && *due < on && !one.occasion.never_late;
  const bool owes = is_owed(one.standing.state), late = over && owes;
  if (late) {
    if (work.late++ == 0 || *due < work.first_late) work.first_late = *due;
  }
  if (one.standing.state == AssignmentState::kDropped) return;
  if (over) count_debt(all.by_municipality[one.holder.municipality], one);
  std::vector<BoardHolder>& names = owes ? work.owing : work.done;
  if (names.size() < kNamesOnCard) names.push_back({one.holder.name, state_word(one.standing.state, late), owes});
}

Result<Gathered> gather(const Store& store, const BoardRequest& request) {
  AssignmentFilter filter;
  filter.plan = request.plan;
  filter.municipality = request.municipality;
  Gathered all;
  OPORA_TRY(each_assignment(store, filter, [&](const Assignment& one) {
    take(all, one, request.on);
    return true;
  }));
  return all;
}

std::string days_of(const Occasion& occasion) {
  if (!occasion.from || !occasion.to) return {};
  return *occasion.from == *occasion.to ? day_text(*occasion.to) : day_text(*occasion.from) + " – " + day_text(*occasion.to);
}

BoardCard card_of(const PlanView& view, const Occasion& occasion, const WindowWork& work, Date on) {
  const Measure& measure = view.measure(occasion.position);
  BoardCard card;
  card.number = row_number(view.plan, measure);
  card.text = measure.text.measure;
  card.shorter = excerpt(card.text, kCardCharacters);
  card.section = measure.text.section;
  card.responsible = measure.text.responsible;
  card.result = measure.text.result;
  card.due = occasion.never_late ? measure.deadline.text : days_of(occasion);
  card.holders = work.counts.asked();
  card.done = work.counts.done();
  if (work.late > 0) card.note = tr_count("{} day late", "{} days late", to_days(on) - to_days(work.first_late));
  card.names = work.owing;
  for (const BoardHolder& holder : work.done)
    if (card.names.size() < kNamesOnCard) card.names.push_back(holder);
  card.unnamed = card.holders - static_cast<std::int64_t>(card.names.size());
  return card;
}

// The column of a window that has begun; one that nobody is named for is late or open by its days alone.
Column column_of(const Occasion& occasion, const WindowWork& work, Date on) {
  if (work.late > 0) return kLate;
  if (work.counts.asked() == 0) return occasion.to && *occasion.to < on ? kLate : kOpen;
  if (work.counts.returned > 0) return kReturned;
  if (work.counts.open > 0) return kOpen;
  return work.counts.handed_in > 0 ? kHandedIn : kAccepted;
}

std::vector<BoardColumn> empty_columns() {
  std::vector<BoardColumn> columns(kColumns);
  columns[kLate] = {tr("Late"), tr("The day has passed, and somebody has not handed in."), true, {}};
  columns[kReturned] = {tr("Returned"), tr("Somebody has to improve what was handed in."), true, {}};
  columns[kOpen] = {tr("In work"), tr("The window has begun, and not everybody has handed in."), false, {}};
  columns[kHandedIn] = {tr("Handed in"), tr("Everybody has; not all of it is accepted."), false, {}};
  columns[kAccepted] = {tr("Accepted"), tr("Nothing is owed any more."), false, {}};
  return columns;
}

int month_number(Date day) { return static_cast<int>(day.year()) * 12 + static_cast<int>(static_cast<unsigned>(day.month())) - 1; }

// Months of the plan's period and of its windows.
class Months {
 public:
  explicit Months(const Plan& plan) { cover(month_number(plan.from), month_number(plan.to)); }

  void add(const Occasion& occasion, const WindowWork& work) {
    if (occasion.never_late || !occasion.from || !occasion.to) return;
    const int from = month_number(*occasion.from), to = month_number(*occasion.to);
    cover(from, to);
    for (int month = from; month <= to; ++month) ++by_number_[month].running;
    BoardMonth& end = by_number_[to];
    if (work.late > 0) ++end.late;
    else if (work.counts.asked() > 0 && work.counts.owed() == 0) ++end.done;
    else ++end.owed;
  }

  void finish(PlanBoard& board, Date on) && {
    for (auto& [number, month] : by_number_) {
      month.year = number / 12, month.month = number % 12 + 1;
      board.months.push_back(month);
    }
    const double passed = month_number(on) - by_number_.begin()->first + (static_cast<unsigned>(on.day()) - 1) / 31.0;
    if (passed >= 0 && passed <= static_cast<double>(board.months.size())) board.today = passed;
  }

 private:
  void cover(int from, int to) {
    if (!by_number_.empty()) from = std::min(from, by_number_.begin()->first), to = std::max(to, by_number_.rbegin()->first);
    for (int month = from; month <= to; ++month) by_number_.try_emplace(month);
  }

  std::map<int, BoardMonth> by_number_;
};

void place_cards(PlanBoard& board, const PlanView& view, const Gathered& all, const BoardRequest& request) {
  board.columns = empty_columns();
  Months months(view.plan);
  std::vector<std::pair<Date, BoardCard>> late;  // the longest late first
  for (const Occasion* occasion : shown_occasions(view)) {
    const auto found = all.by_window.find(occasion->id);
    if (found == all.by_window.end() && !request.municipality.empty()) continue;
    const WindowWork work = found == all.by_window.end() ? WindowWork{} : found->second;
    if (work.counts.asked() == 0 && work.counts.dropped > 0) continue;
    months.add(*occasion, work);
    const bool untouched = work.counts.asked() == work.counts.open;
    BoardCard card = card_of(view, *occasion, work, request.on);
    if (occasion->never_late) board.on_demand.push_back(std::move(card));
    else if (!occasion->from && untouched) continue;  // it stands among the questions
    else if (occasion->from && *occasion->from > request.on && untouched && work.late == 0) board.later.push_back(std::move(card));
    else if (const Column column = column_of(*occasion, work, request.on); column == kLate) late.emplace_back(work.late > 0 ? work.first_late : *occasion->to, std::move(card));
    else board.columns[column].cards.push_back(std::move(card));
  }
  std::stable_sort(late.begin(), late.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [day, card] : late) board.columns[kLate].cards.push_back(std::move(card));
  std::move(months).finish(board, request.on);
}

// Labels are years or days; two of them are words.
std::string reading(const std::string& label) {
  if (label == "every") return tr("every year");
  return label == "period" ? tr("the whole period") : label;
}

std::string readings(const Deadline& deadline) {
  std::string text;
  for (const DeadlineChoice& choice : deadline.choices) text += (text.empty() ? "" : ", ") + reading(choice.label);
  return text;
}

void list_questions(PlanBoard& board, const PlanView& view) {
  int last = 0;
  for (const Occasion* occasion : shown_occasions(view)) {
    const Measure& measure = view.measure(occasion->position);
    if (measure.position == last || measure.deadline.question.empty() || view.is_decided(measure.position)) continue;
    last = measure.position;
    board.questions.push_back({row_number(view.plan, measure), excerpt(measure.text.measure, kCardCharacters), measure.deadline.text, doubt_text(measure.deadline),
                               readings(measure.deadline)});
  }
}

std::string missing_text(const PlanView& view, int position, const Missing& missing) {
  const std::int64_t unnamed = missing.holders - static_cast<std::int64_t>(missing.names.size());
  std::string names = fmt::format("{}", fmt::join(missing.names, ", "));
  if (unnamed > 0) names = tr_format("{0} and {1} more", names, count_text(unnamed));
  const Measure& measure = view.measure(position);
  return fmt::format("{} {} — {}", row_number(view.plan, measure), excerpt(measure.text.measure, 60), names);
}

void list_debts(PlanBoard& board, const PlanView& view, const Gathered& all) {
  for (const auto& [municipality, debt] : all.by_municipality) {
    if (debt.missing == 0) continue;
    BoardDebt& line = board.debts.emplace_back();
    line.municipality = municipality.empty() ? tr("Bodies of the region") : municipality;
    line.due = debt.due;
    line.missing = debt.missing;
    for (const auto& [position, missing] : debt.by_row) line.rows.push_back(missing_text(view, position, missing));
  }
  std::sort(board.debts.begin(), board.debts.end(), [](const BoardDebt& a, const BoardDebt& b) {
    return a.missing != b.missing ? a.missing > b.missing : collates_before(a.municipality, b.municipality);
  });
}

void tell_facts(PlanBoard& board, const PlanView& view, const BoardRequest& request) {
  const Plan& plan = view.plan;
  board.title = plan.title;
  board.subtitle = request.municipality.empty() ? tr_format("State on {0}", day_text(request.on)) : tr_format("{0}, state on {1}", request.municipality, day_text(request.on));
  board.facts.push_back({tr("Plan"), std::to_string(request.plan), plan.pack + "/" + plan.id});
  if (!plan.act.title.empty()) board.facts.push_back({tr("Act"), plan.act.number.empty() ? plan.act.title : "№ " + plan.act.number, plan.act.title});
  board.facts.push_back({tr("Period"), day_text(plan.from) + " – " + day_text(plan.to), {}});
  if (view.redaction > 1) board.facts.push_back({tr("Redaction"), std::to_string(view.redaction), {}});
  for (const BoardColumn& column : board.columns) board.facts.push_back({column.title, count_text(static_cast<std::int64_t>(column.cards.size())), {}});
  board.closing = tr("A card is a row of the plan in one of its windows. It stands with the holder who is least far.");
}

}  // namespace

Result<PlanBoard> plan_board(const Store& store, const BoardRequest& request) {
  OPORA_ASSIGN(const PlanView view, stored_plan(store, request.plan));
  OPORA_ASSIGN(const Gathered all, gather(store, request));
  if (!request.municipality.empty() && all.by_window.empty())
    return make_error("PLAN-071", tr_format("\"{0}\" owes nothing in the plan", request.municipality), tr("write the municipality as the registry of schools does"));
  PlanBoard board;
  place_cards(board, view, all, request);
  list_questions(board, view);
  list_debts(board, view, all);
  tell_facts(board, view, request);
  return board;
}

}  // namespace opora
