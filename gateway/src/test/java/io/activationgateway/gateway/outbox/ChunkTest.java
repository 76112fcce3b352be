package io.activationgateway.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A node holds one chunk of a destination at a time: whatever was posted, that is no more than so much. */
class ChunkTest {

    @Property(tries = 200)
    void chunksAreBoundedAndKeepTheOrder(
            @ForAll @Size(max = 1_500) List<@IntRange(max = 3_000) Integer> sizes,
            @ForAll @Size(max = 4) List<@IntRange(min = 500_000, max = 2_000_000) Integer> large) {
        var all = new ArrayList<Entry>();
        sizes.forEach(size -> all.add(entry(all.size(), size)));
        large.forEach(size -> all.add(entry(all.size(), size)));

        var chunks = Chunk.cut(all);
        assertThat(chunks.stream().flatMap(List::stream).toList()).isEqualTo(all);
        for (var chunk : chunks) {
            assertThat(chunk).isNotEmpty().hasSizeLessThanOrEqualTo(Chunk.MOST_RECORDS);
            if (chunk.size() > 1) {
                assertThat(chunk.stream().mapToLong(ChunkTest::bytes).sum()).isLessThanOrEqualTo(Chunk.MOST_BYTES);
            }
        }
    }

    private static Entry entry(int index, int size) {
        var entry = new Entry(index, RecordState.WAITING, "", new long[0], "");
        entry.row = new byte[size];
        return entry;
    }

    private static long bytes(Entry entry) {
        return entry.row == null ? 0 : entry.row.length;
    }
}
