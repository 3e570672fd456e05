#include "engine/list_words.h"

#include "base/messages.h"

namespace opora {

const char* state_title(ListState state) {
  switch (state) {
    case ListState::kDraft: return tr("draft");
    case ListState::kReviewed: return tr("reviewed");
    case ListState::kAgreed: return tr("agreed");
    case ListState::kApproved: return tr("approved");
    case ListState::kSuperseded: return tr("superseded");
    case ListState::kWithdrawn: return tr("withdrawn");
  }
  return "";
}

const char* step_title(std::string_view step) {
  if (step == "proposed") return tr("proposed");
  if (step == "refreshed") return tr("renewed after a decision by a person");
  if (step == "reviewed") return tr("reviewed");
  if (step == "confirmed") return tr("confirmed by a municipality");
  if (step == "agreed") return tr("agreed");
  if (step == "returned") return tr("taken back to a draft");
  if (step == "approved") return tr("approved");
  if (step == "superseded") return tr("superseded");
  return tr("withdrawn");
}

}  // namespace opora
