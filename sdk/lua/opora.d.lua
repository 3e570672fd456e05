---@meta opora
-- The authoring API of Opora for methodologies, for editors with the Lua language server.
-- A script is one file: locals first, then `return methodology { … }`. It sees no files, no clock and
-- no random numbers; the same data and parameters give the same decisions, bit for bit.
--
-- Words: a *frame* is a table of named columns of equal length; a *query* is a question to the facts
-- that is asked when :tally or :select ends it; both are never changed, every verb gives a new one.
-- A *missing* value is nil in Lua, never 0: it fulfils no condition and makes a check not assessable.

------------------------------------------------------------------------------------------------
-- The script
------------------------------------------------------------------------------------------------

---@alias Dataset "results"|"tasks"|"context"|"external_lists"|"schools"|"procedures"|"task_descriptions"|"code_texts"

---@class Methodology
---@field api 1                                  version of this API
---@field id string                              "low-results"; stable, recorded with every run
---@field category string                        "ШНОР": the name of the list
---@field title string                           as in the order
---@field params? table<string, Parameter>       shown with their basis in every report, in script order
---@field inputs Dataset[]                       what it reads; ctx.results, ctx.tasks, ctx:context and ctx:external_lists need to be named
---@field each? "region"|"municipality"          decide() is called for every region by itself and sees only its schools;
---                                              without it once, with all schools of the store
---@field decide fun(ctx: Context, p: table)     states checks; answers follow from them
---@field source? string                         where the rule is from: act, letter, paper; shown with every list
---@field assumes? string                        what has to hold for the checks to mean what they say
---@field uncertainty? string                    what an interval or error means, and what it leaves out
---@field limits? string                         when not to use it

---@param description Methodology
---@return Methodology
function methodology(description) end

---@alias OutputType "whole"|"number"|"text"|"date"
---@class OutputOptions
---@field type OutputType
---@field title? string
---@field unit? string     "%"
---@field min? number      of values that are there
---@field max? number
---@field always? boolean  every row has a value

---@class IndicatorDescription
---@field api 1
---@field id string
---@field title string
---@field params? table<string, Parameter>
---@field inputs string[]                             datasets it reads
---@field outputs table<string, OutputType|OutputOptions>  the columns it gives; the result is held to them
---@field compute fun(ctx: IndicatorContext, p: table): Frame
---@field source? string                             where the formula is from: act, letter, paper; shown with the figures
---@field assumes? string                            what has to hold for the figures to mean what they say
---@field uncertainty? string                        what an interval or error means, and what it leaves out
---@field limits? string                             when not to use it

---Describes an indicator: figures that methodologies ask for with ctx:indicator("id"). The script returns it.
---@param description IndicatorDescription
---@return IndicatorDescription
function indicator(description) end

---What an indicator sees: the facts, and no way to state checks.
---@class IndicatorContext
---@field year integer
---@field results Query
---@field tasks Query
---@field schools Frame
---@field procedures Frame
---@field task_descriptions Frame
---@field code_texts Frame
local IndicatorContext = {}

---@param year? integer
---@return Frame
function IndicatorContext:context(year) end
---@param year? integer
---@return Frame
function IndicatorContext:external_lists(year) end
---@param id string
---@param parameters? table<string, string|number|boolean|Share>
---@return Frame
function IndicatorContext:indicator(id, parameters) end

---@class MatchingDescription
---@field api 1
---@field id string                                   "partner-schools"
---@field title string
---@field params? table<string, Parameter>
---@field inputs string[]                             datasets it reads
---@field outputs? table<string, OutputType|OutputOptions>  columns of the pairs beyond school, partner, rank, cost, reason
---@field match fun(ctx: IndicatorContext, p: table, needing: Frame, offering: Frame): Frame, Frame
---@field source? string                             what stands behind the pairs: as of an indicator
---@field assumes? string
---@field uncertainty? string
---@field limits? string

---Describes a matching: who helps which school. The script returns it. needing has the columns school, name,
---municipality, region; offering has partner in place of school. match returns the pairs (school, partner, rank from 1,
---cost from 0, reason) and the schools without a partner (school, reason); every school stands in one of them.
---@param description MatchingDescription
---@return MatchingDescription
function matching(description) end

---@alias ReportScope "region"|"municipality"|"school"
---@alias ReportNeed "run"|"decisions"|"list"|"before"|"lists"|"school"|"schools"|"results"|"plan"|"match"|string
---@class ReportDescription
---@field api 1
---@field id string                              "school-card"
---@field title string
---@field scope ReportScope|ReportScope[]        what a document may be about
---@field needs? ReportNeed[]                    parts of ctx; "indicator:ID" for ctx.figures; "plan?" goes without (ctx.plan is false), "indicator:ID?" also where the pack has none of that name or it has no row
---@field params? table<string, Parameter>       integer small_cell: values of fewer people are hidden by the host
---@field write fun(ctx: ReportContext, doc: Document, p: table)

---Describes a report: a document of what the store holds. The script returns it.
---@param description ReportDescription
---@return ReportDescription
function report(description) end

---@class RendererDescription
---@field api 1
---@field id string                              "markdown"
---@field title string
---@field ending string                          of files, lower case: ".md"; none of Opora's own
---@field render fun(document: table, out: File) document: the fields of a document as JSON

---Describes a renderer: how documents become files of a format. The script returns it.
---@param description RendererDescription
---@return RendererDescription
function renderer(description) end

---The file in the making.
---@class File
local File = {}

---Appends texts and numbers.
---@param ... string|number
function File:write(...) end

---What the host gathered, as plain tables; a part that `needs` does not name is an error (LUA-036).
---@class ReportContext
---@field year integer
---@field on string                              the day that the document speaks of, "2022-03-15"
---@field subject { scope: ReportScope, name: string, municipality?: string, region: string }
---@field pack { name: string, version: string, level: string }
---@field document table<string, string>         words of the command line: --set number=12
---@field titles table<string, string>           of the codes that the pack uses: RU → русский язык
---@field run { year: integer, made: string, categories: table[], methods: table[] }
---@field decisions table[]                      { category, title, methodology, schools = { { code, name, municipality, answer, answer_word, reasons, values } } }
---@field list table                             { title, category, year, state, state_title, order_number, order_date, entries, removed }; entries have code, name, municipality, reasons, by_person
---@field before table                           as list: the one to compare with
---@field lists table[]                          as list, with pack, the name of the pack: all of the store up to the year of the data, earlier years first
---@field school table                           { code, name, municipality, region, decisions = { { category, title, answer, answer_word, requirements, all_required, checks } }, lists }; checks have rule, name, value, threshold, distance, n, met, assessed, share or measured, sources
---@field schools table[]                        { code, name, municipality, region }
---@field results table[]                        a procedure each, newest year first: { title, kind, subject, grade, year, n, mean, marks = { ["2"] = 5 }, marked, schools, region = { … }, without = { schools of the subject } }
---@field plan table                             { title, act, criterion, from, until, redaction, asked, done, accepted, late, dateless, rows, municipalities, assignments, late_assignments, dateless_assignments, figures }
---@field match table                            { title, year, pairs = { { school, partner, partner_municipality, reason, further } }, unmatched, further }
---@field figures table<string, Frame>           by id of the indicator; rows of the subject where it has a column `school`

---@alias TextPiece string|{ text: string, bold?: boolean, italic?: boolean, note?: string }  note: a footnote
---@alias Text TextPiece|TextPiece[]
---@alias ValueType "text"|"integer"|"number"|"percent"|"date"
---@alias Cell nil|string|number|Share|{ value: any, reason?: string, n?: integer, interval?: number[], columns?: integer, rows?: integer, strong?: boolean, shade?: number }  shade: 0 … 1, how deep the ground is coloured, as in a heat table; a hidden value has none

---@class TableColumn
---@field title string
---@field name? string       field of the rows, or column of the frame; without names rows are lists
---@field type? ValueType    percent: a share, or a part of 1; date: "2022-03-15"
---@field digits? integer
---@field width? number      relative
---@field show_n? boolean    "12,5 % (25 из 200)"
---@field open? boolean      no people are behind it: small counts are shown

---@class ChartPoint
---@field label? string
---@field x? number|string   a day on a timeline
---@field y? number|string
---@field low? number        of the interval of y
---@field high? number
---@field n? integer         people behind it

---@class ChartSeries
---@field name? string
---@field points ChartPoint[]

---@class ChartMark
---@field label? string
---@field at number|string
---@field vertical? boolean

---@class ChartOptions
---@field kind "bars"|"lines"|"scatter"|"histogram"|"timeline"
---@field caption? string
---@field x_title? string
---@field y_title? string
---@field series ChartSeries[]
---@field marks? ChartMark[]
---@field description string  the same in words, for those who cannot see it

---@class KeyFigure
---@field title string
---@field value Cell
---@field type? ValueType
---@field digits? integer
---@field note? string
---@field open? boolean      no people are behind it

---A document, block by block. No markup and no formatted numbers: the host writes numbers, dates, quotation marks and
---no-break spaces in the language of the document.
---@class Document
Document = {}

---@param text string also the title of the file
function Document:title(text) end
---@param level integer 1 … 3, or the text of a heading of level 1
---@param text? Text
function Document:heading(level, text) end
---@param text Text|{ text: Text, style?: "body"|"plain"|"requisites"|"title"|"caption"|"remark" }
---@param style? string
function Document:paragraph(text, style) end
---Numbers are the renderer's: 1., 1.1.
---@param level integer
---@param text Text
---@param restart? boolean from 1 again
function Document:numbered(level, text, restart) end
---@param items Text[]
function Document:bullets(items) end
---@param options { columns: (string|TableColumn)[], rows?: table[]|Frame, totals?: table, header?: Cell[][], caption?: string, note?: string }
function Document:table(options) end
---@param options ChartOptions
function Document:chart(options) end
---@param figures KeyFigure[]
function Document:key_figures(figures) end
function Document:page_break() end
---@param across? boolean false: upright again
function Document:landscape(across) end
---@param lines string|string[] "Приложение № 1", "к приказу …"; begins a page
function Document:annex(lines) end
---@param lines string|string[]
function Document:approval(lines) end
---@param options { post: string, name?: string }
function Document:signature(options) end
---@param text string of each page
function Document:header(text) end
---@param text string of each page
function Document:footer(text) end
---A named place of a region's template.
---@param name string
---@param text string
function Document:place(name, text) end
---"5 школ"
---@param count integer
---@param one string "школа"
---@param few string "школы"
---@param many string "школ"
---@return string
function Document:counted(count, one, few, many) end
---@param day string "2022-03-15"
---@return string
function Document:date_words(day) end
---A value as a table would write it, for sentences.
---@param value Cell
---@param type? ValueType
---@param digits? integer
---@param open? boolean
---@return string
function Document:shown(value, type, digits, open) end

---A frame of the script's own rows; nil in a row is a missing value.
---@param columns { [1]: string, [2]: OutputType }[] name and type; not "date"
---@param rows any[][]
---@return Frame
function frame(columns, rows) end

---What the library's file returns (a table or a function); read once a run.
---@param library string
---@return table
function include(library) end

------------------------------------------------------------------------------------------------
-- Parameters
------------------------------------------------------------------------------------------------

---@class Parameter
---@class ParameterOptions
---@field basis? string  act, letter, or the region's own decision
---@field title? string
---@field unit? string   for people: "%", "балл"
---@field valid_from? integer|string  a year (2022), a date ("2022-09-01") or a school year ("2022/2023")
---@field valid_to? integer|string    the last one; a run of another year warns (PACK-036)
---@field min? number    in the unit of the value; of numbers only
---@field max? number

---A percentage, 0…100. In decide() an exact share: `threshold = p.low_share` is decided on integers;
---in arithmetic it is the number 0…1.
---@param value number percent: 30 is 30 %
---@param options? ParameterOptions
---@return Parameter
function percent(value, options) end

---@param value integer
---@param options? ParameterOptions
---@return Parameter
function integer(value, options) end

---@param value number
---@param options? ParameterOptions
---@return Parameter
function number(value, options) end

---@param value string
---@param choices string[] basis and title may stand among them: { "all", "any", basis = "…" }
---@param options? ParameterOptions
---@return Parameter
function choice(value, choices, options) end

---@param value boolean
---@param options? ParameterOptions
---@return Parameter
function flag(value, options) end

---@class ScaleRange
---@field from? number   the range holds it; left out: open below
---@field to? number     the range ends before it; left out: open above. The highest range holds its end
---@field points number
---@field zone? string

---A point scale: { { from = 0, to = 50, points = 1, zone = "красная" }, { from = 50, to = 100, points = 2 }, unit = "%", basis = "…" }.
---Ranges that leave a gap or overlap are refused when the script is loaded (LUA-043), so no value falls between them. With
---unit "%" a share is rated by its per cents; bounds are exact decimals. It cannot be changed with --set.
---@param ranges ScaleRange[]|ParameterOptions
---@return Parameter
function scale(ranges) end

---p.name of a scale, inside decide().
---@class Scale
local Scale = {}

---Points of the range that holds the value; nil for a missing one. A value beyond the ends is an error (LUA-044).
---@param value Share|number|nil
---@return number|nil
function Scale:points(value) end

---Its zone, nil when it has none.
---@param value Share|number|nil
---@return string|nil
function Scale:zone(value) end

------------------------------------------------------------------------------------------------
-- Values
------------------------------------------------------------------------------------------------

---@class Share
---@field value number|nil    part / whole, 0…1
---@field percent number|nil  0…100
---@field part integer|nil
---@field whole integer|nil
---@operator add(number): number
---@operator sub(number): number
---@operator mul(number): number
---@operator div(number): number

---An exact share of counts; share(x, 0) and share(nil, n) are missing. With two column names: the
---share row by row, for ctx:check.
---@param part integer|string|nil
---@param whole integer|string|nil
---@return Share
function share(part, whole) end

---A column as the right side of a condition: where("journal", ">", col("mark")).
---@param name string
---@return ColumnName
function col(name) end

---@class ColumnName
---@alias Operator "<"|"<="|"=="|"!="|">="|">"|"in"|"not in"
---@alias Operand number|string|Share|ColumnName|(integer|string)[]

------------------------------------------------------------------------------------------------
-- Aggregates of :tally
------------------------------------------------------------------------------------------------

---@class Aggregate

---Rows of the group.
---@return Aggregate integer
function count() end

---Rows for which the condition holds; more conditions follow in threes, all must hold.
---@param column string
---@param op Operator
---@param value Operand
---@return Aggregate integer
function count_where(column, op, value, ...) end

---Share of rows for which the conditions hold, 0…1. For a check take share(count_where, count): it is exact.
---@param column string
---@param op Operator
---@param value Operand
---@return Aggregate number
function share_where(column, op, value, ...) end

---@param column string
---@return Aggregate as the column; exact for whole numbers
function sum(column) end

---@param column string
---@return Aggregate number: Σ/n of the values that are there
function mean(column) end

---Standard deviation, sqrt(Σ(x − mean)²/(n − ddof)); missing when n ≤ ddof.
---@param column string
---@param ddof? 0|1 1 (a sample) when left out
---@return Aggregate number
function sd(column, ddof) end

---@param column string
---@return Aggregate as the column
function min(column) end

---@param column string
---@return Aggregate as the column
function max(column) end

---Definition R-7 (Hyndman–Fan 7), as spreadsheets use.
---@param column string
---@param part number 0…1: 0.25 is the lower quartile
---@return Aggregate number
function quantile(column, part) end

---Spearman's rank correlation, ties by mid-ranks; missing when a side is constant.
---@param column string
---@param other string
---@return Aggregate number -1…1
function spearman(column, other) end

---"value:count value:count …" by ascending value.
---@param column string
---@return Aggregate string
function histogram(column) end

---Value of the group's first row.
---@param column string
---@return Aggregate
function first(column) end

---Σ of the weight of each row's value; values without a weight add 0. `by` must be one of the group's
---keys; a key without a table gives a missing value.
---@param column string of whole numbers ≥ 0
---@param weights { table: table<integer, integer> } | { by: string, tables: table<string, table<integer, integer>> }
---@return Aggregate integer
function weigh(column, weights) end

------------------------------------------------------------------------------------------------
-- Queries, frames, columns
------------------------------------------------------------------------------------------------

---Columns of the facts: kind, subject, grade, year, level, procedure, max_score; school, municipality,
---region; class, variant, participant, gender, score (primary), mark (2…5), journal (2…5).
---@class Query
local Query = {}

---@param column string
---@param op Operator
---@param value Operand
---@return Query
function Query:where(column, op, value) end

---@param ... string
---@return Query
function Query:group(...) end

---One row for each combination of the keys, ascending. Columns: the keys, then those given as
---{ {"n", count()}, … } in this order, then the named ones by name.
---@param aggregates table<string, Aggregate>
---@return Frame
function Query:tally(aggregates) end

---The participants themselves with these columns (5,000,000 rows at most).
---@param ... string
---@return Frame
function Query:select(...) end

---Not offered (LUA-040): aggregate first.
function Query:rows() end
---Not offered (LUA-040): aggregate first.
function Query:by() end

---frame.name is a column; #frame is the number of rows. A column called like a verb: frame:column("rows").
---@class Frame
---@field [string] Column
---@operator len: integer
local Frame = {}

---@param column string
---@param op Operator
---@param value Operand
---@return Frame
function Frame:where(column, op, value) end

---Rows in which all these columns have a value.
---@param ... string
---@return Frame
function Frame:present(...) end

---@param ... string
---@return Query to be ended with :tally
function Frame:group(...) end

---One row over everything.
---@param aggregates table<string, Aggregate>
---@return Frame
function Frame:tally(aggregates) end

---Adds the columns of the one row of `other` with the same keys; missing where there is none.
---@param other Frame
---@param ... string
---@return Frame
function Frame:join(other, ...) end

---Ascending, "-column" descending; missing last; ties keep their order.
---@param ... string
---@return Frame
function Frame:sort(...) end

---Adds or replaces columns: { name = column|number|text } in the order of the names, or
---{ {"name", column}, … } in the order given.
---@param columns table
---@return Frame
function Frame:with(columns) end

---@param ... string
---@return Frame
function Frame:select(...) end

---The rows of both, one below the other; the same columns.
---@param other Frame
---@return Frame
function Frame:append(other) end

---for row in frame:rows() do … row.n … end; 20,000 rows at most.
---@return fun(): table<string, any>
function Frame:rows() end

---for school, rows in frame:by("school") do … end, in ascending order; 1,000,000 rows at most.
---@param column string
---@return fun(): string|integer, table<string, any>[]
function Frame:by(column) end

---Rank 1…n within groups; "-column": the greatest first.
---@param column string
---@param by? string|string[]
---@param ties? "min"|"mean"|"first" "min" when left out
---@return Column
function Frame:rank(column, by, ties) end

---(x − mean)/sd within groups; missing where sd is 0.
---@param column string
---@param by? string|string[]
---@param ddof? 0|1 1 when left out
---@return Column
function Frame:zscore(column, by, ddof) end

---Bounds of the share part/whole of each row: columns lower, upper, 0…1. Here and in the verbs below, part and whole
---are columns of counts; a result has as many rows as the frame and is missing where a count is, and where the whole
---is 0; a part above its whole is an error (FRAME-010). Wilson (1927); exact: Clopper & Pearson (1934).
---@param part string
---@param whole string
---@param options? { method?: "wilson"|"exact", confidence?: number } "wilson", 0.95
---@return Frame
function Frame:interval(part, whole, options) end

---Beta-binomial empirical Bayes: columns mean, lower, upper (of the posterior), weight (of the row's own share, 0…1),
---prior_mean, prior_strength (participants). The prior is estimated over the rows of equal `by` columns by moments
---(Kleinman 1973) or by likelihood (Griffiths 1973); where no spread is to be seen, weight is 0 and lower, upper and
---prior_strength are missing; all is missing in a stratum of one share. Intervals take the prior as known.
---@param part string
---@param whole string
---@param options? { by?: string|string[], method?: "moments"|"likelihood", confidence?: number } "moments", 0.95
---@return Frame
function Frame:shrink_shares(part, whole, options) end

---Normal-normal empirical Bayes: columns mean, lower, upper, weight = between²/(between² + sd²/n), prior_mean, prior_sd
---(between groups, by DerSimonian & Laird 1986 or maximum likelihood). `sd` within groups: a column of each row's own,
---which are pooled, or one number.
---@param mean string
---@param n string
---@param sd string|number
---@param options? { by?: string|string[], method?: "moments"|"likelihood", confidence?: number } "moments", 0.95
---@return Frame
function Frame:shrink_means(mean, n, sd, options) end

---Sums over the years `over` − window + 1 … `over` of the rows of equal `by` columns: part, whole, years (how many
---different years were counted).
---@param part string
---@param whole string
---@param options { window: integer, by?: string|string[], over?: string } over: "year"
---@return Frame
function Frame:pool(part, whole, options) end

---Funnel plot (Spiegelhalter 2005): columns centre (Σpart/Σwhole of equal `by` columns, or the one given), lower, upper
---(exact binomial limits), z, factor (1, or the overdispersion factor of winsorised z², by whose root z is divided and
---the limits are widened).
---@param part string
---@param whole string
---@param options? { by?: string|string[], centre?: number, confidence?: number, overdispersion?: boolean } 0.95, false
---@return Frame
function Frame:funnel(part, whole, options) end

---P(X ≥ part) for X ~ Binomial(whole, p): how probable such a share, or a higher one, is by chance.
---@param part string
---@param whole string
---@param p string|number a column, or one number
---@return Column
function Frame:binomial_tail(part, whole, p) end

---Share a less share b: columns difference, lower, upper (Newcombe 1998, method 10), z, p (pooled test, two-sided,
---without continuity correction), p_exact (Fisher).
---@param part_a string
---@param whole_a string
---@param part_b string
---@param whole_b string
---@param options? { confidence?: number } 0.95
---@return Frame
function Frame:compare_shares(part_a, whole_a, part_b, whole_b, options) end

---p-values adjusted for their number, within equal `by` columns; missing ones are no tests. Benjamini & Hochberg (1995)
---bounds the share of false marks, Holm (1979) the chance of any.
---@param column string
---@param options? { method?: "bh"|"holm", by?: string|string[] } "bh"
---@return Column
function Frame:adjust_p(column, options) end

---@param name string
---@return Column
function Frame:column(name) end

---@param name string
---@return boolean
function Frame:has(name) end

---Operators + - * / // % row by row, with columns, numbers, shares, and one-row columns as constants.
---Division by zero is missing. column[i] is one value, #column the number of rows.
---@class Column
---@field [integer] any
---@operator len: integer
---@operator add(Column|number|Share): Column
---@operator sub(Column|number|Share): Column
---@operator mul(Column|number|Share): Column
---@operator div(Column|number|Share): Column
---@operator idiv(Column|number): Column
---@operator mod(Column|number): Column
---@operator unm: Column
local Column = {}

---1 where the condition holds, 0 where not, missing where the value is.
---@param op Operator
---@param value Operand|Column
---@return Column
function Column:is(op, value) end

---The value of `other` where this one has none.
---@param other Column|number|string
---@return Column
function Column:or_else(other) end

---@return Column
function Column:sqrt() end
---Natural logarithm; missing for values ≤ 0.
---@return Column
function Column:log() end
---@return Column
function Column:abs() end
---@return Column integers
function Column:floor() end
---Half up: 2.5 → 3.
---@return Column integers
function Column:round() end

------------------------------------------------------------------------------------------------
-- Decisions
------------------------------------------------------------------------------------------------

---@class Context : Category
---@field year integer       the year the list is made for
---@field results Query      participants
---@field tasks Query        participants and their tasks: the columns of results, and task (label in the file), task_position (place in the file, from 1), task_max (as the file states it), task_score (missing: not attempted)
---@field schools Frame      school, key, name, municipality, region
---@field procedures Frame   kind, subject, grade, year, level, procedure, max_score, participants, absent, other; border_1 …: least scores of the marks, of an imported scale or of the packs
---@field task_descriptions Frame what the tasks test: kind, subject, grade, level, year (nil: every year without an own description), task, task_position, skill, block, difficulty, task_max, content_codes, requirement_codes ("6.3, 6.4")
---@field code_texts Frame   codifiers in words: kind, subject, grade, level, year, codifier ("content", "requirement"), code, text
local Context = {}

---school, and a column for each item of the social passport.
---@param year? integer ctx.year when left out
---@return Frame
function Context:context(year) end

---Lists that others delivered, such as the federation's markers: school, list, year, marker, known (0: no registry and no
---result speaks of the school); a row a marker that is set.
---@param year? integer ctx.year when left out
---@return Frame
function Context:external_lists(year) end

---An indicator of the pack, computed for this run: a script or a native plugin, it makes no difference.
---@param id string as in pack.lua
---@param parameters? table<string, string|number|boolean|Share> in place of its usual values
---@return Frame
function Context:indicator(id, parameters) end

---A second list in the same run, with the same verbs as ctx.
---@param name string
---@param options? { title: string }
---@return Category
function Context:category(name, options) end

---@class CheckOptions
---@field name? string              what was measured; over a frame: the column that says so
---@field rule? string              which condition; groups checks for requirements
---@field title? string             of the rule, for people
---@field value? Share|number|string|Column  nil: missing; over a frame: share("a", "b"), or a column
---@field n? integer|string|Column  participants behind the value; a share's whole when left out
---@field op "<"|"<="|"=="|"!="|">="|">"
---@field threshold Share|number|string|Column  a percent parameter or a decimal number is exact
---@field min_n? integer            fewer: not assessable
---@field unit? string              "%" for shares when left out

---@class Category
local Category = {}

---One check for each row of a frame that has a column "school". The fast way.
---@param frame Frame
---@param check CheckOptions
function Category:check(frame, check) end

---At least so many checks (of the rule) met, or all of them. May be stated again for other rules.
---@param requirement { rule?: string, at_least?: integer, all?: boolean }
function Category:require(requirement) end

---How requirements combine; "all" when left out.
---@param how "all"|"any"
function Category:combine(how) end

---Every school of the frame gets a decision; without checks it is "not assessable" and says why.
---@param frame Frame
function Category:assess(frame) end

---A further column of the list, for schools that have a decision.
---@param frame Frame with a column "school"
---@param column string
---@param title? string
function Category:value(frame, column, title) end

---@param school string code
---@return Decision
function Category:decision(school) end

---@class Decision
local Decision = {}

---@param check CheckOptions
function Decision:check(check) end
---Yes when at least so many checks (of the rule) are met; the same for all schools of the category.
---@param count integer
---@param rule? string
function Decision:at_least(count, rule) end
---Yes when all checks (of the rule) are met.
---@param rule? string
function Decision:all(rule) end
---A further column of the list; nil is an empty cell.
---@param name string
---@param value string|number|Share|nil
function Decision:value(name, value) end
