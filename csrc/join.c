/*
 * The lines of a batch, from two columns: mobiles and contents.
 */
#include "rows.h"

static inline void put_content(smscore_copied *c, const void *source, uint64_t row, const smscore_join_rules *rules)
{
    item it = {NULL, 0, 0};
    found how = item_at(source, row, &it);
    if (how == FOUND && smscore_has_room_for(c, 2 * it.size))
        smscore_put_utf8(c, it.text, it.size, rules);
    else if (how != FOUND)
        c->code = how == ABSENT ? SMSCORE_CONTENT_NULL : SMSCORE_CONTENT_OUTSIDE;
}

uint64_t smscore_join_bound(const smscore_join_rules *rules, const smscore_column *contents, uint64_t room,
                            uint32_t *rows)
{
    const column right = open_column(contents);
    uint64_t sum = 0;
    uint32_t row = 0;
    while (row < *rows && sum <= room)
        sum += size_at(&right, row++);
    *rows = row;
    return 2 * sum + row * row_bound(rules) + STORED_PAST;
}

uint32_t smscore_join(const smscore_join_rules *rules,
                     const smscore_column *mobiles, const smscore_column *contents,
                     uint32_t rows, uint32_t first_row,
                     smscore_index *index, smscore_lines *lines,
                     smscore_fault *faults, uint32_t *fault_count)
{
    const column right = open_column(contents);
    return put_rows(rules, mobiles, put_content, &right, rows, first_row, index, lines, faults, fault_count);
}
