/* Segment billing over a whole column of texts. */
#include "common.h"

/* UTF-16 units or code points of UTF-8. */
static uint64_t units_of(const uint8_t *text, uint64_t size, uint32_t code_points)
{
    uint64_t points = 0, pairs = 0;
    for (uint64_t i = 0; i < size; i++) {
        points += (text[i] & 0xC0) != 0x80;
        pairs += text[i] >= 0xF0;
    }
    return code_points ? points : points + pairs;
}

void smscore_count_segments(const smscore_texts *texts, uint32_t items, uint32_t code_points, uint32_t *counts)
{
    for (uint32_t i = 0; i < items; i++) {
        uint64_t start = (uint64_t)texts->offsets[i], stop = (uint64_t)texts->offsets[i + 1];
        counts[i] = (uint32_t)segments_of(units_of(texts->text + start, stop - start, code_points));
    }
}
