/*
 * One content: UTF-16 to UTF-8, line breaks escaped, up to its separator or the first fault.
 *
 * Eight units at once where the machine has SSSE3, one by one elsewhere. Units that need a decision go through one_unit();
 * nothing else in a text takes a branch, since Han and ASCII follow each other as they please.
 */
#include "rows.h"

#ifdef SMSCORE_X86
#include <immintrin.h>
#endif

typedef struct {
    const smscore_column *contents;
    const smscore_join_rules *rules;
    uint64_t at;
    uint8_t *out;
    uint64_t pairs;
    int32_t code;
} walk;

/* ASCII that needs no decision. */
static inline int is_plain(uint32_t unit) { return unit - 0x20 < 0x5F && unit != '\\'; }

/* Han and its neighbours, U+0800-FFFF but surrogates: three bytes. */
static inline int is_three_bytes(uint32_t unit) { return unit >= 0x800 && !is_surrogate(unit); }

/* Stores four bytes, the last to be written over. */
static inline uint8_t *put_three_bytes(uint8_t *o, uint32_t unit)
{
    uint32_t lead = 0xE0 | unit >> 12, middle = 0x80 | (unit >> 6 & 0x3F), last = 0x80 | (unit & 0x3F);
    put_u32_le(o, lead | middle << 8 | last << 16);
    return o + 3;
}

/* Writes a character beyond the BMP; 0 when the unit at `i` is no first half of a pair. */
static int put_pair(uint8_t **out, const smscore_column *contents, uint64_t i)
{
    uint32_t high = unit_at(contents->text, i);
    uint32_t low = i + 1 < contents->units ? unit_at(contents->text, i + 1) : 0;
    if (!is_high_surrogate(high) || !is_low_surrogate(low))
        return 0;
    uint32_t point = 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
    uint8_t *o = *out;
    o[0] = (uint8_t)(0xF0 | point >> 18);
    o[1] = (uint8_t)(0x80 | (point >> 12 & 0x3F));
    o[2] = (uint8_t)(0x80 | (point >> 6 & 0x3F));
    o[3] = (uint8_t)(0x80 | (point & 0x3F));
    *out = o + 4;
    return 1;
}

/* A unit that starts no run. Returns 0 where the content ends: at its separator, or at a fault. */
static int one_unit(walk *w)
{
    const smscore_column *contents = w->contents;
    uint32_t unit = unit_at(contents->text, w->at);
    if (unit == contents->separator)
        return 0;
    if (unit < 0x80) {
        uint32_t next = w->at + 1 < contents->units ? unit_at(contents->text, w->at + 1) : 0;
        w->code = put_special(&w->out, unit, next, w->rules);
    } else if (unit < 0x800) {
        *w->out++ = (uint8_t)(0xC0 | unit >> 6);
        *w->out++ = (uint8_t)(0x80 | (unit & 0x3F));
    } else if (put_pair(&w->out, contents, w->at)) {
        w->pairs++;
        w->at++;
    } else {
        w->code = SMSCORE_LONE_SURROGATE;
    }
    if (w->code)
        return 0;
    w->at++;
    return 1;
}

static void walk_by_one(walk *w)
{
    const uint8_t *text = w->contents->text;
    const uint64_t end = w->contents->units;
    while (w->at < end) {
        uint32_t unit = unit_at(text, w->at);
        if (is_three_bytes(unit)) {
            w->out = put_three_bytes(w->out, unit);
            w->at++;
        } else if (is_plain(unit)) {
            *w->out++ = (uint8_t)unit;
            w->at++;
        } else if (!one_unit(w)) {
            return;
        }
    }
}

#ifdef SMSCORE_X86
/* Four units become [lead, middle, last, 0] each, of which a unit keeps the last one, two or three bytes. Which they
 * are is one row of the table, chosen by two bits of each unit: it is not ASCII, it is not below U+0800. */
enum { LANES = 8, ROW = 16 };

void smscore_content_table(uint8_t *table)
{
    for (unsigned chosen = 0; chosen < 256; chosen++) {
        uint8_t *row = table + ROW * chosen;
        unsigned kept = 0;
        memset(row, 0x80, ROW); /* a shuffle writes 0 there */
        for (unsigned unit = 0; unit < 4; unit++) {
            if (chosen >> (2 * unit + 1) & 1)
                row[kept++] = (uint8_t)(4 * unit);
            if (chosen >> (2 * unit) & 1)
                row[kept++] = (uint8_t)(4 * unit + 1);
            row[kept++] = (uint8_t)(4 * unit + 2);
        }
    }
}

#define ALL(value) _mm_set1_epi16((short)(value))
#define SSE_INLINE __attribute__((target("ssse3,popcnt"))) static inline

/* Lanes not above `most`, all bits set. */
SSE_INLINE __m128i up_to(__m128i units, uint32_t most)
{
    return _mm_cmpeq_epi16(_mm_subs_epu16(units, ALL(most)), _mm_setzero_si128());
}

/* Units that need a decision: controls (a separator is one), DEL, backslash, surrogates. */
SSE_INLINE unsigned special_lanes(__m128i units)
{
    __m128i control = _mm_or_si128(up_to(units, 0x1F), _mm_cmpeq_epi16(units, ALL(0x7F)));
    __m128i surrogate = _mm_cmpeq_epi16(_mm_and_si128(units, ALL(0xF800)), ALL(0xD800));
    __m128i special = _mm_or_si128(control, _mm_or_si128(surrogate, _mm_cmpeq_epi16(units, ALL('\\'))));
    return (unsigned)_mm_movemask_epi8(special);
}

/* UTF-8 of four units of [lead, middle] and [last, 0]; returns its size. Stores 16 bytes. */
SSE_INLINE unsigned put_four(uint8_t *o, __m128i four, unsigned beyond_ascii, unsigned three, const uint8_t *table)
{
    unsigned chosen = (beyond_ascii & 0x55) | (three & 0xAA);
    __m128i kept = _mm_loadu_si128((const __m128i *)(const void *)(table + ROW * chosen));
    _mm_storeu_si128((__m128i *)(void *)o, _mm_shuffle_epi8(four, kept));
    return 4 + (unsigned)__builtin_popcount(chosen);
}

/* UTF-8 of eight units, none of them a surrogate that counts; returns the size of the first `lanes`. */
SSE_INLINE unsigned put_eight(uint8_t *o, __m128i units, unsigned lanes, const uint8_t *table)
{
    __m128i ascii = up_to(units, 0x7F), two_at_most = up_to(units, 0x7FF);
    unsigned beyond_ascii = ~(unsigned)_mm_movemask_epi8(ascii) & 0xFFFF;
    unsigned three = ~(unsigned)_mm_movemask_epi8(two_at_most) & 0xFFFF;
    __m128i six = ALL(0x3F), mark = ALL(0x80), second_bit = ALL(0x40);
    __m128i lead = _mm_or_si128(_mm_srli_epi16(units, 12), ALL(0xE0));
    __m128i middle = _mm_or_si128(_mm_or_si128(_mm_and_si128(_mm_srli_epi16(units, 6), six), mark),
                                  _mm_and_si128(two_at_most, second_bit));
    __m128i last = _mm_or_si128(_mm_and_si128(units, _mm_or_si128(six, _mm_and_si128(ascii, second_bit))),
                                _mm_andnot_si128(ascii, mark));
    __m128i first_two = _mm_or_si128(lead, _mm_slli_epi16(middle, 8));
    unsigned half = put_four(o, _mm_unpacklo_epi16(first_two, last), beyond_ascii, three, table);
    put_four(o + half, _mm_unpackhi_epi16(first_two, last), beyond_ascii >> 8, three >> 8, table);
    unsigned counted = (1u << 2 * lanes) - 1;
    unsigned more = (beyond_ascii & 0x5555) | (three & 0xAAAA);
    return lanes + (unsigned)__builtin_popcount(more & counted);
}

__attribute__((target("ssse3,popcnt"))) static void walk_by_eight(walk *w)
{
    const uint8_t *text = w->contents->text, *table = w->rules->table;
    const uint64_t end = w->contents->units;
    while (w->at + LANES <= end) {
        __m128i units = _mm_loadu_si128((const __m128i *)(const void *)(text + 2 * w->at));
        unsigned special = special_lanes(units);
        unsigned lanes = special ? (unsigned)__builtin_ctz(special) / 2 : LANES;
        w->out += put_eight(w->out, units, lanes, table);
        w->at += lanes;
        if (special && !one_unit(w))
            return;
    }
    walk_by_one(w);
}
#else
void smscore_content_table(uint8_t *table) { memset(table, 0, SMSCORE_CONTENT_TABLE); }
#endif

smscore_written smscore_put_content(uint8_t *out, const smscore_column *contents, const smscore_join_rules *rules)
{
    walk w = {contents, rules, contents->at, out, 0, SMSCORE_OK};
#ifdef SMSCORE_X86
    if (!rules->portable && __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt"))
        walk_by_eight(&w);
    else
#endif
        walk_by_one(&w);
    smscore_written written = {w.out, w.at - contents->at, w.pairs, w.code};
    if (written.units == 0 && w.code == SMSCORE_OK)
        written.code = SMSCORE_CONTENT_EMPTY;
    return written;
}
