// Who owes a row: bodies named in it become holders; a class of bodies becomes each of its schools or municipalities.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/plan_adopt.h"

namespace opora {

class PlanHolders {
 public:
  // What the store knows now: schools of the region or municipality asked for, and approved lists.
  static Result<PlanHolders> open(Store& store, const PackLibrary& packs, const Plan& plan, const AdoptRequest& request);

  struct Found {
    std::vector<std::int64_t> holders;
    Part part = Part::kLead;
    std::string waiting;  // name of a class whose list is not approved yet; it then stands for itself
  };
  // One entry a body of the row, in its order.
  Result<std::vector<Found>> of(Store& store, const Measure& measure);

  const std::map<std::string, AdoptReport::ClassUse>& classes() const { return classes_; }
  // Holders that stand for a class which has its list now.
  Result<std::vector<std::int64_t>> placeholders(Store& store);
  std::int64_t holders() const { return static_cast<std::int64_t>(known_.size()); }

 private:
  struct School {
    std::string code, name, municipality;
  };
  struct Listed {
    std::string title;
    std::vector<std::string> schools;  // codes, ascending
  };

  Result<Found> of_body(Store& store, const Responsible& body, const Measure& measure);
  Result<std::vector<std::int64_t>> schools_of_class(Store& store, const Listed* listed);
  Result<std::vector<std::int64_t>> municipalities(Store& store);
  Result<std::int64_t> holder(Store& store, const Holder& one);
  const Organisation* organisation(const std::string& id) const;

  std::string pack_;
  std::vector<Organisation> organisations_;
  std::vector<School> schools_;
  std::map<std::string, Listed> lists_;  // by methodology
  std::map<std::pair<std::string, std::string>, std::int64_t> known_;
  std::map<std::string, std::vector<std::int64_t>> expanded_;  // classes that were expanded before
  std::map<std::string, AdoptReport::ClassUse> classes_;
};

}  // namespace opora
