package io.activationgateway.residency.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

    @Test
    void takesPlainWordsAsTheyStand() {
        var document = read("country: NO\non: yes\nat: 2026-11-20\nsize: 012\nratio: 1.5\nhex: 0x1F\n");

        assertThat(document.text("country")).contains("NO");
        assertThat(document.text("on")).contains("yes");
        assertThat(document.text("at")).contains("2026-11-20");
        assertThat(document.text("size")).contains("012");
        assertThat(document.text("ratio")).contains("1.5");
        assertThat(document.text("hex")).contains("0x1F");
    }

    @Test
    void knowsWholeNumbersTruthAndNothing() {
        var document = read("n: -7\nt: true\nf: false\nnone:\nquoted: \"7\"\n");

        assertThat(document.get("n"))
                .isInstanceOfSatisfying(
                        Tree.Whole.class, n -> assertThat(n.value()).isEqualTo(-7));
        assertThat(document.get("t"))
                .isInstanceOfSatisfying(
                        Tree.Flag.class, f -> assertThat(f.value()).isTrue());
        assertThat(document.get("f"))
                .isInstanceOfSatisfying(
                        Tree.Flag.class, f -> assertThat(f.value()).isFalse());
        assertThat(document.get("none")).isInstanceOf(Tree.Nothing.class);
        assertThat(document.text("quoted")).contains("7");
    }

    @Test
    void everyNodeKnowsItsPlace() {
        var document = read("# a comment\nhomes:\n  - country: DE\n  - country: FR\n");

        var homes = (Tree.Sequence) document.get("homes");
        var second = (Tree.Mapping) homes.items().get(1);
        assertThat(second.placeOf("country")).isEqualTo(new Place("a.yaml", 4, 5, "homes[1].country"));
        assertThat(second.get("country").place()).isEqualTo(new Place("a.yaml", 4, 14, "homes[1].country"));
    }

    @Test
    void refusesAnchorsAliasesTagsAndDoubleKeysTogether() {
        assertThat(problems("a: &x 1\nb: *x\nc: !!str 3\nd: 1\nd: 2\n"))
                .containsExactly(
                        "a.yaml:1:4: a: an anchor (&) stands here",
                        "a.yaml:2:4: b: an alias (*) stands here",
                        "a.yaml:3:4: c: a tag (!) stands here",
                        "a.yaml:5:1: d: the key \"d\" occurs twice");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(problems("a: 1\n---\nb: 2\n")).containsExactly("a.yaml:2:1: a second document begins here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n"})
    void refusesAnEmptyFile(String text) {
        assertThat(problems(text)).containsExactly("a.yaml: the file is empty");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThat(problems("a: " + "[".repeat(10_000)))
                .singleElement()
                .asString()
                .contains("nested too deeply");
    }

    @Test
    void refusesALargeFileBeforeItReadsIt() {
        assertThat(problems("# " + "x".repeat(YamlReader.MAX_BYTES)))
                .containsExactly("a.yaml: the file is larger than 1048576 bytes");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        var errors = new ArrayList<DocumentError>();
        assertThat(YamlReader.read("a.yaml", new byte[] {'a', ':', ' ', (byte) 0xC3}, errors))
                .isEmpty();
        assertThat(errors).singleElement().extracting(DocumentError::problem).isEqualTo("the file is not UTF-8");
    }

    @Test
    void namesThePlaceOfBrokenYaml() {
        assertThat(problems("a: \"open\nb: [1, 2\n")).singleElement().asString().startsWith("a.yaml:");
        assertThat(problems("a: [1, 2\nb: 3\n")).singleElement().asString().startsWith("a.yaml:2:");
    }

    @Test
    void refusesAControlCharacter() {
        assertThat(problems("a: b\u0007c\n")).singleElement().asString().contains("cannot be read");
    }

    @Test
    void refusesHalfACharacter() {
        assertThat(problems("a: \"\\ud800\"\n")).containsExactly("a.yaml:1:4: a: the text holds half of a character");
    }

    @Test
    void refusesAKeyThatIsNoText() {
        assertThat(problems("? [a, b]\n: 1\n")).singleElement().asString().contains("a key is not a text");
    }

    private static Tree.Mapping read(String text) {
        var errors = new ArrayList<DocumentError>();
        var tree = YamlReader.read("a.yaml", text.getBytes(UTF_8), errors);
        assertThat(errors).isEmpty();
        return (Tree.Mapping) tree.orElseThrow();
    }

    private static List<String> problems(String text) {
        var errors = new ArrayList<DocumentError>();
        assertThat(YamlReader.read("a.yaml", text.getBytes(UTF_8), errors)).isEmpty();
        assertThat(errors).allSatisfy(error -> assertThat(error.remedy()).isNotBlank());
        return errors.stream()
                .map(error -> error.text().lines().findFirst().orElseThrow())
                .toList();
    }
}
