/*
 * The lines of a batch, from two columns: mobiles and contents.
 */
#include "join_ordinary.h"
#include "rows.h"

/* ---- how much there is -------------------------------------------------------------------------------------------- */

enum { BLOCK = 256 };

/* Bytes of some items, where they are in order. */
static inline int sum_of(const column *c, uint64_t row, uint64_t count, uint64_t *sum)
{
    const uint64_t at = c->rows.from + row;
    if (c->dictionary.layout || !is_in_order(&c->rows, row, count))
        return 0;
    *sum = (uint64_t)(offset_at(&c->rows, at + count) - offset_at(&c->rows, at));
    return *sum < MOST_SIZE;
}

uint64_t smscore_join_bound(const smscore_join_rules *rules, const smscore_column *contents, uint64_t room,
                            uint32_t *rows)
{
    const column right = open_column(contents);
    uint64_t sum = 0, some;
    uint32_t row = 0;
    while (row < *rows && sum <= room) {
        const uint32_t count = *rows - row < BLOCK ? *rows - row : BLOCK;
        if (sum_of(&right, row, count, &some) && some <= room - sum) {
            sum += some;
            row += count;
        } else {
            for (const uint32_t stop = row + count; row < stop && sum <= room; row++)
                sum += size_at(&right, row);
        }
    }
    *rows = row;
    return 2 * sum + row * row_bound(rules) + STORED_PAST;
}

/* ---- the lines ---------------------------------------------------------------------------------------------------- */

static inline int32_t content_at(const void *source, uint64_t row, item *it)
{
    found how = item_at(source, row, it);
    return how == FOUND ? SMSCORE_OK : how == ABSENT ? SMSCORE_CONTENT_NULL : SMSCORE_CONTENT_OUTSIDE;
}

static inline void put_content(smscore_copied *c, const smscore_lines *lines, const void *source, uint64_t row,
                               const smscore_join_rules *rules)
{
    item it = {NULL, 0, 0};
    (void)lines;
    c->code = content_at(source, row, &it);
    if (c->code == SMSCORE_OK && smscore_has_room_for(c, 2 * it.size))
        smscore_put_utf8(c, it.text, it.size, rules);
}

#ifdef SMSCORE_X86
AVX512 static inline void put_content_avx512(smscore_copied *c, const smscore_lines *lines, const void *source,
                                             uint64_t row, const smscore_join_rules *rules)
{
    item it = {NULL, 0, 0};
    (void)lines;
    c->code = content_at(source, row, &it);
    if (c->code == SMSCORE_OK && smscore_has_room_for(c, 2 * it.size))
        put_utf8_avx512(c, it.text, it.size, rules);
}

AVX512 static uint32_t join_one_by_one(const smscore_join_rules *rules,
                                       const smscore_column *mobiles, const column *contents,
                                       uint32_t rows, uint32_t first_row,
                                       smscore_index *index, smscore_lines *lines,
                                       smscore_fault *faults, uint32_t *fault_count)
{
    return put_rows(rules, mobiles, put_content_avx512, contents, rows, first_row, index, lines, faults, fault_count);
}

/* Behind rows that are not ordinary, ever more are taken one by one before others are tried. */
AVX512 static uint32_t join_avx512(const smscore_join_rules *rules,
                                   const smscore_column *mobiles, const smscore_column *contents,
                                   uint32_t rows, uint32_t first_row,
                                   smscore_index *index, smscore_lines *lines,
                                   smscore_fault *faults, uint32_t *fault_count)
{
    smscore_column left = *mobiles, right = *contents;
    const column from = open_rows(&left, rows), to = open_rows(&right, rows);
    const int may_be = from.in_order && to.in_order && (!index || index->seen);
    uint32_t row = 0, apart = may_be ? ORDINARY_ROWS : rows;
    *fault_count = 0;
    while (row < rows) {
        uint32_t some = rows - row < ORDINARY_ROWS ? rows - row : ORDINARY_ROWS;
        const uint32_t ordinary = may_be ? put_ordinary(rules, &from, &to, row, some, index ? index->seen : NULL, lines) : 0;
        row += ordinary;
        if (ordinary == some) {
            apart = ORDINARY_ROWS;
            continue;
        }
        some = rows - row < apart ? rows - row : apart;
        apart *= 2;
        left.from = mobiles->from + row;
        right.from = contents->from + row;
        const column others = open_rows(&right, some);
        uint32_t found, taken = join_one_by_one(rules, &left, &others, some, first_row + row, index, lines,
                                                faults + *fault_count, &found);
        *fault_count += found;
        row += taken;
        if (taken < some)
            break;
    }
    return row;
}
#endif

uint32_t smscore_join(const smscore_join_rules *rules,
                     const smscore_column *mobiles, const smscore_column *contents,
                     uint32_t rows, uint32_t first_row,
                     smscore_index *index, smscore_lines *lines,
                     smscore_fault *faults, uint32_t *fault_count)
{
#ifdef SMSCORE_X86
    if (has_avx512(rules->portable))
        return join_avx512(rules, mobiles, contents, rows, first_row, index, lines, faults, fault_count);
#endif
    const column right = open_rows(contents, rows);
    return put_rows(rules, mobiles, put_content, &right, rows, first_row, index, lines, faults, fault_count);
}
