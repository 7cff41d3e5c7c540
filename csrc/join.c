/*
 * The lines of a batch: `mobile,content` CR LF `mobile,content` ...
 *
 * One walk over the two columns. A row is written straight behind the last good one; when it turns out to be faulty,
 * `size` simply does not move, and the next row is written over it. A mobile enters the index only with its row, so
 * a refused row never makes a later good one a duplicate.
 */
#include "rows.h"

/* ---- mobiles ---------------------------------------------------------------------------------------------------- */

static smscore_mobile take_mobile(smscore_column *mobiles)
{
    const uint8_t *start = mobiles->text + mobiles->at;
    uint64_t left = mobiles->units - mobiles->at;
    const uint8_t *end = NULL;
    if (mobiles->separator <= 0x7F && left)
        end = memchr(start, (int)mobiles->separator, left);
    smscore_mobile taken = {start, end ? (uint64_t)(end - start) : left, 1};
    mobiles->at += taken.size + (end != NULL);
    return taken;
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

/* UTF-8 bytes of the units from `from` to `to`; for the place of a fault, so never on the happy path. */
static uint64_t utf8_size(const uint8_t *text, uint64_t from, uint64_t to)
{
    uint64_t size = 0;
    for (uint64_t i = from; i < to; i++) {
        uint32_t unit = unit_at(text, i);
        size += unit < 0x80 ? 1 : unit < 0x800 || is_surrogate(unit) ? 2 : 3; /* a pair is 4 bytes */
    }
    return size;
}

static void skip_item(smscore_column *contents)
{
    while (contents->at < contents->units && unit_at(contents->text, contents->at) != contents->separator)
        contents->at++;
    contents->at++;
}

/* Writes the row behind the lines there are; they only grow when all of it is good. */
static int32_t put_row(const smscore_mobile *m, smscore_column *contents, const smscore_join_rules *rules, smscore_lines *lines,
                       int64_t *offset)
{
    smscore_written done = smscore_put_content(begin_row(lines, m), contents, rules);
    if (done.code == SMSCORE_OK) {
        keep_row(lines, done.out, done.units - (rules->code_points ? done.pairs : 0));
        contents->at += done.units + 1;
    } else {
        *offset = (int64_t)utf8_size(contents->text, contents->at, contents->at + done.units);
        skip_item(contents);
    }
    return done.code;
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

uint64_t smscore_join_bound(uint64_t mobiles_size, uint64_t content_units, uint32_t rows)
{
    return mobiles_size + 3 * content_units + 3 * (uint64_t)rows /* CR LF and comma */ + SMSCORE_STORED_OVER;
}

static int mobiles_split_into(const uint8_t *mobiles, uint64_t size, uint32_t separator, uint32_t rows)
{
    if (rows <= 1)
        return rows == 1 || size == 0;
    uint64_t found = 0;
    for (uint64_t start = 0; start < size; start += UINT8_MAX) {
        uint64_t end = size - start < UINT8_MAX ? size : start + UINT8_MAX;
        uint8_t some = 0; /* as wide as a digit, so that compilers count many at once */
        for (uint64_t i = start; i < end; i++)
            some = (uint8_t)(some + (mobiles[i] == separator));
        found += some;
    }
    return found == (uint64_t)rows - 1;
}

int32_t smscore_join(const smscore_join_rules *rules,
                     const uint8_t *mobiles, uint64_t mobiles_size,
                     const uint8_t *contents, uint64_t content_units,
                     uint32_t separator, uint32_t rows, uint32_t first_row,
                     smscore_index *index, smscore_lines *lines,
                     smscore_fault *faults, uint32_t *fault_count)
{
    *fault_count = 0;
    if (!mobiles_split_into(mobiles, mobiles_size, separator, rows) ||
        !smscore_splits_into(contents, content_units, separator, rows))
        return SMSCORE_SEPARATOR;
    if (index && !smscore_has_room(index, rows))
        return SMSCORE_INDEX_FULL;
    if (rows == 1)
        separator = SMSCORE_NO_SEPARATOR;
    clear_upper_halves();

    smscore_column left = {mobiles, mobiles_size, 0, separator};
    smscore_column right = {contents, content_units, 0, separator};
    for (uint32_t row = 0; row < rows; row++) {
        smscore_fault fault = {(int64_t)first_row + row, 0, -1, SMSCORE_OK};
        smscore_mobile m = take_mobile(&left);
        smscore_place where = {NULL, 0};
        fault.code = check_mobile(&m, rules, &fault.offset);
        if (fault.code == SMSCORE_OK && index)
            fault.code = smscore_find_place(index, m.key, &where, &fault.other);
        if (fault.code == SMSCORE_OK)
            fault.code = put_row(&m, &right, rules, lines, &fault.offset);
        else
            skip_item(&right);
        if (fault.code != SMSCORE_OK)
            faults[(*fault_count)++] = fault;
        else if (index)
            smscore_take_place(&where, m.key, first_row + row);
    }
    return SMSCORE_OK;
}
