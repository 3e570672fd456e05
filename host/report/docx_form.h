// The package of a template, opened for filling: parts as trees of XML, relations, kinds of content.
#pragma once

#include <pugixml.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "report/document_docx.h"
#include "report/docx_body.h"

namespace opora::docx {

class Form {
 public:
  // DOC-004 for what is no Word document, has macros, or is of the form "Strict".
  static Result<Form> open(const DocxTemplate& file);

  pugi::xml_node document() { return tree(main_)->document_element(); }
  // Parts that the document refers to, of a type: "header", "styles". Missing ones are not named.
  std::vector<std::string> related(std::string_view type);
  pugi::xml_document* tree(const std::string& part);  // null: there is none, or it is no XML
  bool has(const std::string& name) const { return data(folder() + name) != nullptr; }  // beside the document
  void add_part(const std::string& name, std::string data);           // the same
  void add_related(std::string_view type, const std::string& name, const std::string& data);  // with its relation and kind
  void add_relations(const std::string& relations);                    // of the document, as XML
  void add_default_type(std::string_view extension, std::string_view type);
  void put(const std::string& part, std::string data);                 // replaces what is there, if something is
  void forget_people(const Document& document);                        // who wrote the template, and where it lay

  Result<std::string> bytes();

 private:
  Diagnostic unusable(std::string reason) const;
  const std::string* data(const std::string& part) const;
  std::string folder() const;
  std::string relations_name(const std::string& part) const;

  std::string file_, main_;
  std::vector<ZipMember> parts_;
  std::map<std::string, std::unique_ptr<pugi::xml_document>> trees_;
};

// Children of `parent` from XML in the words of the main part's name spaces; before `before`, or at the end.
void insert_xml(pugi::xml_node parent, pugi::xml_node before, const std::string& xml);
std::string inner_xml(pugi::xml_node node);

// Finds the template's own styles by their names, adds ours for which it has none, and says in `frame` how they are called.
void join_styles(Form& form, Frame& frame);
// Numbers that no list, note or picture of the template has.
void choose_numbers(Form& form, Frame& frame, int& first_definition);
void join_lists(Form& form, const Body& body, int first_definition);
void join_notes(Form& form, const Body& body);

}  // namespace opora::docx
