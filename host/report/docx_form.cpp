#include "report/docx_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/messages.h"
#include "report/docx_parts.h"

namespace opora::docx {
namespace {

using pugi::xml_node;

constexpr unsigned kParse = pugi::parse_default | pugi::parse_ws_pcdata;  // blanks between words of different looks stay

bool ends_with(const char* text, std::string_view end) { return std::string_view(text).ends_with(end); }

// "../media/x.png" is not met among the parts of interest; "/word/styles.xml" and "styles.xml" are.
std::string resolved(const std::string& folder, std::string_view target) { return target.starts_with('/') ? std::string(target.substr(1)) : folder + std::string(target); }

std::string saved(const pugi::xml_document& tree) {
  std::ostringstream out;
  tree.save(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return std::string(kXmlHead) + out.str();
}

}  // namespace

Diagnostic Form::unusable(std::string reason) const {
  Diagnostic error = make_error("DOC-004", tr_format("{0} cannot be used as a template", file_), tr("open it in a word processor, remove a password if there is one, and save it once more as .docx"));
  error.reason = std::move(reason);
  error.spans.push_back({.file = file_, .sheet = {}, .line = 0, .column = {}, .source_line = {}, .label = {}});
  return error;
}

Result<Form> Form::open(const DocxTemplate& file) {
  Form form;
  form.file_ = file.file;
  form.parts_ = file.parts;
  if (pugi::xml_document* relations = form.tree("_rels/.rels"))
    for (const xml_node one : relations->document_element().children())
      if (ends_with(one.attribute("Type").value(), "/officeDocument")) form.main_ = resolved("", one.attribute("Target").value());
  pugi::xml_document* types = form.tree("[Content_Types].xml");
  pugi::xml_document* document = form.tree(form.main_);
  if (!types || !document) return form.unusable(tr("it has no text of a Word document"));
  if (std::string_view(document->document_element().attribute("xmlns:w").value()) != kMainSpace || document->document_element().name() != std::string_view("w:document"))
    return form.unusable(tr("it is not a Word document, or one of the form \"Strict Open XML\""));
  for (const ZipMember& part : form.parts_)
    if (part.name.ends_with("vbaProject.bin")) return form.unusable(tr("it contains macros"));
  for (xml_node type : types->document_element().children("Override"))
    if (ends_with(type.attribute("ContentType").value(), "template.main+xml")) type.attribute("ContentType").set_value((std::string(kContentTypes) + "document.main+xml").c_str());
  if (!form.tree(form.relations_name(form.main_))) form.put(form.relations_name(form.main_), fmt::format("{}<Relationships xmlns=\"{}\"/>", kXmlHead, kPackageRelations));
  return form;
}

const std::string* Form::data(const std::string& part) const {
  const auto found = std::find_if(parts_.begin(), parts_.end(), [&](const ZipMember& one) { return one.name == part; });
  return found == parts_.end() ? nullptr : &found->data;
}

pugi::xml_document* Form::tree(const std::string& part) {
  if (const auto found = trees_.find(part); found != trees_.end()) return found->second.get();
  const std::string* bytes = data(part);
  if (!bytes) return nullptr;
  auto tree = std::make_unique<pugi::xml_document>();
  if (!tree->load_buffer(bytes->data(), bytes->size(), kParse)) return nullptr;
  return trees_.emplace(part, std::move(tree)).first->second.get();
}

std::string Form::folder() const {
  const std::size_t slash = main_.rfind('/');
  return slash == std::string::npos ? std::string() : main_.substr(0, slash + 1);
}

std::string Form::relations_name(const std::string& part) const {
  const std::size_t slash = part.rfind('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  return part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
}

std::vector<std::string> Form::related(std::string_view type) {
  std::vector<std::string> names;
  for (const xml_node one : tree(relations_name(main_))->document_element().children()) {
    const std::string name = resolved(folder(), one.attribute("Target").value());
    if (ends_with(one.attribute("Type").value(), "/" + std::string(type)) && data(name)) names.push_back(name);
  }
  return names;
}

void Form::put(const std::string& part, std::string bytes) {
  trees_.erase(part);
  const auto found = std::find_if(parts_.begin(), parts_.end(), [&](const ZipMember& one) { return one.name == part; });
  if (found == parts_.end()) parts_.push_back({part, std::move(bytes)});
  else found->data = std::move(bytes);
}

void Form::add_part(const std::string& name, std::string bytes) { put(folder() + name, std::move(bytes)); }

void Form::add_related(std::string_view type, const std::string& name, const std::string& bytes) {
  add_part(name, bytes);
  add_relations(relation("rOpora" + std::string(type), fmt::format("{}/{}", kRelationSpace, type), name));
  xml_node one = tree("[Content_Types].xml")->document_element().append_child("Override");
  one.append_attribute("PartName").set_value(("/" + folder() + name).c_str());
  one.append_attribute("ContentType").set_value(fmt::format("{}{}+xml", kContentTypes, type).c_str());
}

void Form::add_relations(const std::string& relations) { insert_xml(tree(relations_name(main_))->document_element(), {}, relations); }

void Form::add_default_type(std::string_view extension, std::string_view type) {
  xml_node types = tree("[Content_Types].xml")->document_element();
  for (const xml_node one : types.children("Default"))
    if (one.attribute("Extension").value() == extension) return;
  xml_node one = types.prepend_child("Default");
  one.append_attribute("Extension").set_value(std::string(extension).c_str());
  one.append_attribute("ContentType").set_value(std::string(type).c_str());
}

void Form::forget_people(const Document& document) {
  if (data("docProps/core.xml")) put("docProps/core.xml", core_properties(document));
  for (const std::string& settings : related("settings")) {
    pugi::xml_document* relations = tree(relations_name(settings));
    if (!relations) continue;
    xml_node root = relations->document_element();
    for (xml_node one = root.first_child(); one;) {
      const xml_node next = one.next_sibling();
      if (ends_with(one.attribute("Type").value(), "/attachedTemplate")) root.remove_child(one);
      one = next;
    }
    if (pugi::xml_document* all = tree(settings)) all->document_element().remove_child("w:attachedTemplate");
  }
}

Result<std::string> Form::bytes() {
  for (auto& [name, tree] : trees_)
    if (const auto found = std::find_if(parts_.begin(), parts_.end(), [&](const ZipMember& one) { return one.name == name; }); found != parts_.end()) found->data = saved(*tree);
  return zip_bytes(parts_);
}

void insert_xml(xml_node parent, xml_node before, const std::string& xml) {
  pugi::xml_document fragment;
  const std::string whole = "<all" + spaces() + ">" + xml + "</all>";
  if (!fragment.load_buffer(whole.data(), whole.size(), kParse)) return;
  for (const xml_node child : fragment.document_element().children()) before ? parent.insert_copy_before(child, before) : parent.append_copy(child);
}

std::string inner_xml(xml_node node) {
  std::ostringstream out;
  for (const xml_node child : node.children()) child.print(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return out.str();
}

}  // namespace opora::docx
