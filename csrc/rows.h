#pragma once
/*
 * Rows: the mobile checked, both written, and kept if all is well.
 *
 * A row is written straight behind the last good one; when it turns out to be faulty, `size` simply does not move, and
 * the next row is written over it. A mobile enters the index only with its row, so a refused row never makes a later
 * good one a duplicate. Where the contents come from is for join.c and render.c to say.
 */
#include "column.h"
#include "index.h"

typedef struct {
    const uint8_t *text;
    uint64_t size;
    uint64_t key; /* the digits behind a leading 1, so that 0138 and 138 differ; 1 until they are known */
} smscore_mobile;

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
enum { EIGHT = 8 };

/* Eight bytes less '0' each. Returns 0 where one of them is no digit. */
static inline int take_eight_digits(const uint8_t *text, uint64_t *digits)
{
    uint64_t eight;
    memcpy(&eight, text, sizeof eight);
    *digits = eight - UINT64_C(0x3030303030303030);
    return !(((eight + UINT64_C(0x4646464646464646)) | *digits) & UINT64_C(0x8080808080808080));
}

/* What eight digits are together: pairs, then fours, then all of them. */
static inline uint64_t number_of(uint64_t digits)
{
    uint64_t pairs = (digits * 10 + (digits >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    uint64_t fours = (pairs * 100 + (pairs >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    return (fours * 10000 + (fours >> 32)) & UINT32_MAX;
}

/* The key of 9 to 15 digits: the last eight, and those before with the leading 1. Returns 0 where it has another width or
 * is no number. */
static inline int take_key(smscore_mobile *m)
{
    uint64_t first, last;
    if (m->size <= EIGHT || m->size >= 2 * EIGHT || !take_eight_digits(m->text, &first) ||
        !take_eight_digits(m->text + m->size - EIGHT, &last))
        return 0;
    const unsigned free = 8 * (2 * EIGHT - (unsigned)m->size);
    m->key = number_of(first << free | UINT64_C(1) << (free - 8)) * 100000000 + number_of(last);
    return 1;
}
#else
static inline int take_key(smscore_mobile *m)
{
    (void)m;
    return 0;
}
#endif

static inline int32_t check_mobile(smscore_mobile *m, const smscore_join_rules *rules, int64_t *offset)
{
    const uint64_t left = m->key > 1 || take_key(m) ? 0 : m->size;
    for (uint64_t i = 0; i < left; i++) {
        uint32_t digit = (uint32_t)m->text[i] - '0';
        if (digit > 9) {
            *offset = (int64_t)i;
            return SMSCORE_MOBILE_NOT_DIGITS;
        }
        m->key = m->key * 10 + digit; /* may wrap in a mobile too wide, which is refused below */
    }
    if (m->size < rules->min_width || m->size > rules->max_width) {
        *offset = (int64_t)m->size;
        return SMSCORE_MOBILE_WIDTH;
    }
    return SMSCORE_OK;
}

/* Writes CR LF, a good mobile and the comma; returns where the content goes. */
static inline uint8_t *begin_row(const smscore_lines *lines, const smscore_mobile *m)
{
    uint8_t *out = lines->out + lines->size;
    if (lines->rows) {
        *out++ = '\r';
        *out++ = '\n';
    }
    if (m->size >= 8 && m->size <= 16) { /* nearly always: two stores instead of a call */
        memcpy(out, m->text, 8);
        memcpy(out + m->size - 8, m->text + m->size - 8, 8);
    } else {
        memcpy(out, m->text, m->size);
    }
    out += m->size;
    *out++ = ',';
    return out;
}

/* The row written up to `end` is good: the lines grow by it. */
static inline void keep_row(smscore_lines *lines, const uint8_t *end, uint64_t units)
{
    uint64_t segments = segments_of(units);
    lines->size = (uint64_t)(end - lines->out);
    lines->ends[lines->rows] = (uint32_t)lines->size;
    lines->counts[lines->rows] = (uint32_t)segments;
    lines->rows++;
    lines->segments += segments;
}

#ifdef SMSCORE_X86
__attribute__((target("avx"))) static inline void zero_upper_halves(void)
{
    __builtin_ia32_vzeroupper();
}
#endif

/* A compressor built for AVX may have left the upper halves of the registers in use, which slows every SSE
 * instruction after it by half until they are cleared. */
static inline void clear_upper_halves(void)
{
#ifdef SMSCORE_X86
    if (__builtin_cpu_supports("avx"))
        zero_upper_halves();
#endif
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

/* Bytes that may be stored past the end of a content. */
enum { STORED_PAST = 64 };

/* Bytes of a row beside its content: mobile, comma, CR LF. */
static inline uint64_t row_bound(const smscore_join_rules *rules) { return (uint64_t)rules->max_width + 3; }

/* Far beyond a batch. */
#define MOST_SIZE (UINT64_C(1) << 40)

/* Bytes of an item, if it is there: what is told is not yet believed, so that no sum of them wraps. */
static inline uint64_t size_at(const column *c, uint64_t row)
{
    item it = {NULL, 0, 0};
    if (item_at(c, row, &it) != FOUND)
        return 0;
    return it.size < MOST_SIZE ? it.size : MOST_SIZE;
}

/* The key that an integer has, so that its digits need not be read again; 1 where it may be wrong. */
static inline uint64_t key_of(const column *mobiles, uint64_t row, uint64_t digits)
{
    static const uint64_t LEADING[] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
        1000000000000, 10000000000000, 100000000000000, 1000000000000000,
    };
    int negative = 0;
    const uint64_t number = integer_at(&mobiles->rows, mobiles->rows.from + row, &negative);
    return negative || digits >= sizeof LEADING / sizeof *LEADING ? 1 : LEADING[digits] + number;
}

static inline int32_t take_mobile(const column *mobiles, uint64_t row, uint8_t room[DIGITS_ROOM], smscore_mobile *m)
{
    item it = {room, 0, 0};
    found how = text_or_digits_at(mobiles, row, room, &it);
    *m = (smscore_mobile){it.text, it.size, 1};
    if (how == FOUND && is_of_integers(mobiles))
        m->key = key_of(mobiles, row, it.size);
    return how == FOUND ? SMSCORE_OK : how == ABSENT ? SMSCORE_MOBILE_NULL : SMSCORE_MOBILE_OUTSIDE;
}

/* An index that no cache holds is asked for a place some rows before it is needed. */
enum { AHEAD = 12, CACHED_SLOTS = 1 << 15 };

static inline int is_large(const smscore_index *index)
{
    uint64_t slots = 0;
    for (uint32_t i = 0; i < 1u << index->shard_bits; i++)
        slots += index->shards[i].slots;
    return slots > CACHED_SLOTS;
}

static void fetch_place(const column *mobiles, uint64_t row, const smscore_join_rules *rules, const smscore_index *index)
{
    uint8_t room[DIGITS_ROOM];
    int64_t offset;
    smscore_mobile m;
    if (take_mobile(mobiles, row, room, &m) != SMSCORE_OK || check_mobile(&m, rules, &offset) != SMSCORE_OK)
        return;
    const smscore_place where = home_of(index, m.key);
    fetch(where.shard->keys + where.slot);
    fetch(where.shard->rows + where.slot);
}

/* Writes the content of a row to c->out. */
typedef void (*content_writer)(smscore_copied *c, const void *source, uint64_t row, const smscore_join_rules *rules);

/* From one row up to another; returns how far it came. */
ALWAYS_INLINE uint32_t put_rows(const smscore_join_rules *rules, const column *mobiles, content_writer put_content,
                                const void *source, uint32_t row, uint32_t stop, uint32_t first_row,
                                smscore_index *index, smscore_lines *lines, smscore_fault *faults, uint32_t *fault_count)
{
    if (index && !smscore_has_room(index, stop - row))
        return row;
    clear_upper_halves();

    const int look_ahead = index && !index->seen && is_large(index);
    const uint64_t around = row_bound(rules) + STORED_PAST;
    smscore_lines grown = *lines; /* its own copy may stay in registers */
    uint8_t room[DIGITS_ROOM] = {0};
    for (; row < stop; row++) {
        smscore_fault fault = {(int64_t)first_row + row, 0, -1, SMSCORE_OK};
        smscore_place where = {NULL, 0};
        smscore_mobile m;
        if (look_ahead && stop - row > AHEAD)
            fetch_place(mobiles, row + AHEAD, rules, index);
        fault.code = take_mobile(mobiles, row, room, &m);
        if (fault.code == SMSCORE_OK)
            fault.code = check_mobile(&m, rules, &fault.offset);
        if (fault.code == SMSCORE_OK && index)
            fault.code = find_place(index, m.key, &where, &fault.other);
        if (fault.code == SMSCORE_OK) {
            if (grown.room - grown.size < around)
                break;
            smscore_copied c = {begin_row(&grown, &m), grown.out + grown.room - STORED_PAST, 0, 0, -1, SMSCORE_OK};
            put_content(&c, source, row, rules);
            if (c.code == SMSCORE_NO_ROOM)
                break;
            if (c.code == SMSCORE_OK) {
                if (grown.rows && (uint64_t)(c.out - grown.out) > rules->full_at)
                    break;
                keep_row(&grown, c.out, c.units);
                if (index)
                    take_place(index, &where, m.key, first_row + row);
                continue;
            }
            fault = (smscore_fault){fault.row, (int64_t)c.offset, c.other, c.code};
        }
        faults[(*fault_count)++] = fault;
    }
    *lines = grown;
    return row;
}
