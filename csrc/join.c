/*
 * The lines of a batch, from two columns: mobiles and contents.
 */
#include "ordinary.h"

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

static inline void put_content(smscore_copied *c, const void *source, uint64_t row, const smscore_join_rules *rules)
{
    item it = {NULL, 0, 0};
    c->code = content_at(source, row, &it);
    if (c->code == SMSCORE_OK && smscore_has_room_for(c, 2 * it.size))
        smscore_put_utf8(c, it.text, it.size, rules);
}

#ifdef SMSCORE_X86
AVX512 static inline void put_content_avx512(smscore_copied *c, const void *source, uint64_t row,
                                             const smscore_join_rules *rules)
{
    item it = {NULL, 0, 0};
    c->code = content_at(source, row, &it);
    if (c->code == SMSCORE_OK && smscore_has_room_for(c, 2 * it.size))
        put_utf8_avx512(c, it.text, it.size, rules);
}

AVX512 static uint32_t join_one_by_one(const smscore_join_rules *rules, const column *mobiles, const void *contents,
                                       uint32_t row, uint32_t stop, uint32_t first_row, smscore_index *index,
                                       smscore_lines *lines, smscore_fault *faults, uint32_t *fault_count)
{
    return put_rows(rules, mobiles, put_content_avx512, contents, row, stop, first_row, index, lines, faults, fault_count);
}

enum { ORDINARY_TEXT = 32768 }; /* bytes of the contents of some rows */

/* Two blocks at once: whether there is a second one is not to be guessed. */
AVX512 ALWAYS_INLINE void copy_content(uint8_t *out, const uint8_t *text, uint64_t size)
{
    for (uint64_t at = 0; at < size; at += COPIED) {
        const __m512i first = _mm512_loadu_si512(text + at), second = _mm512_loadu_si512(text + at + LANES_512);
        _mm512_storeu_si512(out + at, first);
        _mm512_storeu_si512(out + at + LANES_512, second);
        fetch((const void *)((uintptr_t)out + at + WRITTEN_SOON));
        fetch((const void *)((uintptr_t)out + at + WRITTEN_SOON + LANES_512));
    }
}

AVX512 static uint32_t join_ordinary(const smscore_join_rules *rules, const column *mobiles, const void *contents,
                                     uint32_t row, uint32_t rows, smscore_seen *seen, smscore_lines *lines)
{
    some_bytes bytes[ORDINARY_TEXT / LANES_512 + 1];
    some_mobiles m;
    some_texts t = {.bytes = bytes};
    if (!take_mobiles(&m, &mobiles->rows, row, rows, rules) ||
        !take_texts(&t, &((const column *)contents)->rows, row, rows, ORDINARY_TEXT) ||
        !have_room(rules, lines, seen, rows, t.size + rows * ((uint64_t)m.width + 3)))
        return 0;
    const smscore_lines before = *lines; /* its own copy may stay in registers */
    some_written w = {before.out + before.size, 0, 0};
    uint64_t at = 0, units = 0;
    for (uint32_t i = 0; i < rows; i++) {
        const uint64_t end = t.ends[i], size = end - at, so_far = units_before(&t, end);
        w.wrong |= is_inside(&t, at);
        w.out = write_mobile(w.out, &m, i, before.rows);
        copy_content(w.out, t.text + at, size);
        w.out += size;
        end_row(&w, &before, i, so_far - units);
        at = end;
        units = so_far;
    }
    return keep_written(&w, &m, seen, lines);
}

AVX512 static uint32_t join_avx512(const smscore_join_rules *rules, const column *mobiles, const column *contents,
                                   uint32_t rows, uint32_t first_row, smscore_index *index, smscore_lines *lines,
                                   smscore_fault *faults, uint32_t *fault_count)
{
    if (may_be_ordinary(contents) && may_be_ordinary(mobiles) && (!index || index->seen))
        return put_most_rows(rules, mobiles, join_ordinary, join_one_by_one, contents, rows, first_row, index, lines, faults,
                             fault_count);
    return join_one_by_one(rules, mobiles, contents, 0, rows, first_row, index, lines, faults, fault_count);
}
#endif

uint32_t smscore_join(const smscore_join_rules *rules,
                     const smscore_column *mobiles, const smscore_column *contents,
                     uint32_t rows, uint32_t first_row,
                     smscore_index *index, smscore_lines *lines,
                     smscore_fault *faults, uint32_t *fault_count)
{
    const column left = open_rows(mobiles, rows), right = open_rows(contents, rows);
    *fault_count = 0;
#ifdef SMSCORE_X86
    if (has_avx512(rules->portable))
        return join_avx512(rules, &left, &right, rows, first_row, index, lines, faults, fault_count);
#endif
    return put_rows(rules, &left, put_content, &right, 0, rows, first_row, index, lines, faults, fault_count);
}
