package io.activationgateway.gateway.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.gateway.ingest.BodyChunks.BrokenBody;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BodyChunksTest {

    private static final Limits LIMITS = Limits.DEFAULT;

    @Test
    void aChunkEndsWithALineAfterSoManyRecords() throws Exception {
        assertThat(chunks("{\"a\":1}\n{\"a\":2}\n{\"a\":3}", BodyFormat.NDJSON, 2, 1_000))
                .containsExactly("{\"a\":1}\n{\"a\":2}\n", "{\"a\":3}");
    }

    @Test
    void aChunkEndsWithTheLineThatPassesItsLength() throws Exception {
        assertThat(chunks("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n", BodyFormat.NDJSON, 100, 10))
                .containsExactly("{\"a\":1}\n{\"a\":2}\n", "{\"a\":3}\n");
    }

    @Test
    void everyChunkOfCsvHasTheHeader() throws Exception {
        assertThat(chunks("id,city\n1,Ankara\n2,\"Bonn\nam Rhein\"\n3,Paris\n", BodyFormat.CSV, 1, 1_000))
                .containsExactly("id,city\n1,Ankara\n", "id,city\n2,\"Bonn\nam Rhein\"\n", "id,city\n3,Paris\n");
    }

    @Test
    void aHeaderAloneAndABodyOfNothingAreWhatTheyAreAsAWhole() throws Exception {
        assertThat(chunks("id,city", BodyFormat.CSV, 1, 1_000)).containsExactly("id,city");
        assertThat(chunks("id,city\n", BodyFormat.CSV, 1, 1_000)).isEmpty();
        assertThat(chunks("", BodyFormat.CSV, 1, 1_000)).containsExactly("");
        assertThat(chunks("", BodyFormat.NDJSON, 1, 1_000)).isEmpty();
    }

    @Test
    void aRowWithoutEndIsNotReadForEver() {
        var endless = new ByteArrayInputStream(new byte[LIMITS.rowBytes() * 2]);
        var chunks = new BodyChunks(endless, BodyFormat.NDJSON, 10, 1_000, LIMITS);

        assertThatThrownBy(chunks::next).isInstanceOf(BrokenBody.class).hasMessageContaining("does not end within");
    }

    /** However a body is cut, the rows of its chunks are the rows of the whole. */
    @Property(tries = 300)
    void chunksHaveTheRowsOfTheWhole(
            @ForAll("bodies") String body, @ForAll @IntRange(min = 1, max = 7) int records, @ForAll boolean csv)
            throws Exception {
        var format = csv ? BodyFormat.CSV : BodyFormat.NDJSON;
        var whole = rows(csv ? "a,b\n" + body : body, format);
        var cut = new ArrayList<String>();
        for (var chunk : chunks(csv ? "a,b\n" + body : body, format, records, 20)) {
            cut.addAll(rows(chunk, format));
        }

        assertThat(cut).isEqualTo(whole);
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.of(
                        "x,y\n",
                        "{\"a\":\"1\"}\n",
                        "\"q\nr\",z\n",
                        "\n",
                        "\"a\"\"b\",c\r\n",
                        "{\"a\":\"x,y\"}\r\n",
                        "1,2\n")
                .list()
                .ofMaxSize(20)
                .map(lines -> String.join("", lines));
    }

    private static List<String> rows(String body, BodyFormat format) {
        var rows = ((Reading.Parsed)
                        RowReader.read(body.getBytes(UTF_8), format, Columns.DEFAULT, new Catalogue(), LIMITS))
                .rows();
        var told = new ArrayList<String>();
        for (int row = 0; row < rows.size(); row++) {
            var fault = rows.fault(row);
            var text = new StringBuilder(fault == null ? "" : fault.reason().code());
            for (int field = rows.firstField(row); field < rows.endField(row); field++) {
                text.append('|').append(rows.text(field));
            }
            told.add(text.toString());
        }
        return told;
    }

    private static List<String> chunks(String body, BodyFormat format, int records, int bytes) throws Exception {
        var chunks = new BodyChunks(trickle(body), format, records, bytes, LIMITS);
        var cut = new ArrayList<String>();
        for (var chunk = chunks.next(); chunk.isPresent(); chunk = chunks.next()) {
            cut.add(new String(chunk.get(), UTF_8));
        }
        return cut;
    }

    /** Three bytes at a time, as a slow connection gives them. */
    private static InputStream trickle(String body) {
        return new ByteArrayInputStream(body.getBytes(UTF_8)) {
            @Override
            public int read(byte[] into, int offset, int count) {
                return super.read(into, offset, Math.min(count, 3));
            }
        };
    }
}
