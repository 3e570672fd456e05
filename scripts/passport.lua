-- Сведения социального паспорта и других анкет школы. Сведений, которых за год никто не сообщил, в таблице нет; with_items
-- добавляет такие столбцы пустыми: пропуск не становится нулём.

local function with_items(f, items)
  for _, item in ipairs(items) do
    if not f:has(item) then f = f:join(frame({ { "school", "text" }, { item, "number" } }, {}), "school") end
  end
  return f
end

return { with_items = with_items }
