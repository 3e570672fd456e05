// The services the host lends to extensions (sdk/include/opora/abi/services/), by id, and the host table.
#pragma once

#include "opora/abi/all.h"

namespace opora {

const opora_host& host_table();
const void* find_service(const char* id);  // nullptr: none of that id

const opora_log_service& log_service();
const opora_diag_service& diag_service();
const opora_params_service& params_service();
const opora_cancel_service& cancel_service();
const opora_text_service& text_service();
const opora_columns_service& columns_service();
const opora_builder_service& builder_service();
const opora_kernels_service& kernels_service();
const opora_facts_service& facts_service();
const opora_checks_service& checks_service();

}  // namespace opora
