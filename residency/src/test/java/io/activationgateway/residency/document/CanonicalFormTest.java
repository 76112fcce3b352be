package io.activationgateway.residency.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalFormTest {

    private static final String PURPOSE = """
            kind: Purpose
            name: parcel-notice
            promotional: false
            days: 3
            note:
            list: [b, a]
            """;
    private static final String PURPOSE_OTHERWISE_SPELT = """
            # the same, by somebody else
            "name": "parcel-notice"
            list:
              - b
              - 'a'
            note: null
            days: 3
            promotional: false
            kind: Purpose
            """;
    private static final String REGION = "kind: Region\nname: eu-central\ncity: İstanbul \"x\"\n";

    @Test
    void isOneSpelling() {
        assertThat(new String(CanonicalForm.write(documents(REGION, PURPOSE)), UTF_8))
                .isEqualTo(
                        "[{\"days\":3,\"kind\":\"Purpose\",\"list\":[\"b\",\"a\"],\"name\":\"parcel-notice\",\"note\":null,"
                                + "\"promotional\":false},"
                                + "{\"city\":\"İstanbul \\\"x\\\"\",\"kind\":\"Region\",\"name\":\"eu-central\"}]");
    }

    @Test
    void keepsNoTraceOfOrderAndLayout() {
        assertThat(CanonicalForm.write(documents(PURPOSE_OTHERWISE_SPELT, REGION)))
                .isEqualTo(CanonicalForm.write(documents(REGION, PURPOSE)));
    }

    @Test
    void tellsATextFromANumber() {
        assertThat(CanonicalForm.write(documents("kind: Purpose\nname: a\nn: 1\n")))
                .isNotEqualTo(CanonicalForm.write(documents("kind: Purpose\nname: a\nn: \"1\"\n")));
    }

    @Test
    void isReadBack() {
        byte[] canonical = CanonicalForm.write(documents(REGION, PURPOSE));
        var errors = new ArrayList<DocumentError>();

        assertThat(CanonicalForm.write(CanonicalForm.read("bundle", canonical, errors)))
                .isEqualTo(canonical);
        assertThat(errors).isEmpty();
    }

    @Test
    void digestIsSha256() {
        assertThat(CanonicalForm.digest(new byte[0]))
                .isEqualTo("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]", "[{}] 2", "[{\"a\":1,\"a\":2}]", "[{\"a\":1.5}]", "[{", "[null]"})
    void refusesOtherBytes(String bytes) {
        var errors = new ArrayList<DocumentError>();

        assertThat(CanonicalForm.read("bundle", bytes.getBytes(UTF_8), errors)).isEmpty();
        assertThat(errors).hasSize(1);
    }

    private static List<Tree.Mapping> documents(String... texts) {
        var errors = new ArrayList<DocumentError>();
        var documents = new ArrayList<Tree.Mapping>();
        for (String text : texts) {
            documents.add((Tree.Mapping)
                    YamlReader.read("a.yaml", text.getBytes(UTF_8), errors).orElseThrow());
        }
        return documents;
    }
}
