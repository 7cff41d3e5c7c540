/*
 * The index as a whole; index.h has what is done for each row.
 *
 * A shard grows by being moved into a larger one, while the others stay as they are.
 */
#include "index.h"

int smscore_is_listed(smscore_seen *seen, uint64_t key)
{
    if (seen->patience < seen->used)
        return 1;
    seen->patience -= seen->used;
    for (uint32_t i = 0; i < seen->used; i++)
        if (seen->keys[i] == key)
            return 1;
    return 0;
}

int smscore_has_room(const smscore_index *index, uint32_t rows)
{
    if (index->seen)
        return index->seen->room - index->seen->used >= rows;
    for (uint32_t i = 0; i < 1u << index->shard_bits; i++)
        if (index->shards[i].room - index->shards[i].used < rows)
            return 0;
    return 1;
}

/* How often all mobiles may be gone through before each in doubt is said to have come: one in many thousands is in doubt,
 * unless somebody chose them to be. */
enum { PATIENCE = 16, LEAST_PATIENCE = 1 << 16 };

void smscore_forget(smscore_seen *seen)
{
    const uint64_t patience = (uint64_t)PATIENCE * seen->room;
    memset(seen->words, 0, sizeof *seen->words << (64 - seen->shift));
    seen->used = 0;
    seen->patience = patience < LEAST_PATIENCE ? LEAST_PATIENCE : patience;
}

void smscore_rehash(const smscore_shard *from, smscore_shard *to, uint32_t shard_bits)
{
    for (uint32_t i = 0; i < from->slots; i++) {
        if (from->keys[i] == 0)
            continue;
        uint32_t slot = search(to, home_in(to, hash_of(from->keys[i]), shard_bits), from->keys[i]);
        to->keys[slot] = from->keys[i];
        to->rows[slot] = from->rows[i];
    }
    to->used = from->used;
}
