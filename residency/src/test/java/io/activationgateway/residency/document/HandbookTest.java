package io.activationgateway.residency.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents that the handbook of policies shows are right, and each kind is shown. */
class HandbookTest {

    private static final Path HANDBOOK = Path.of("..", "deploy", "policies", "README.md");
    private static final Pattern DOCUMENT = Pattern.compile("```yaml\n(kind: .*?)```", Pattern.DOTALL);

    @Test
    void whatItShowsFitsTheSchemas() throws IOException {
        var schemas = new SchemaCheck();
        Set<DocumentKind> shown = EnumSet.noneOf(DocumentKind.class);
        for (var text : documents()) {
            var errors = new ArrayList<DocumentError>();
            var tree = YamlReader.read("README.md", text.getBytes(StandardCharsets.UTF_8), errors);
            tree.flatMap(read -> Document.of(read, errors)).ifPresent(document -> {
                errors.addAll(schemas.check(document.kind(), document.tree()));
                shown.add(document.kind());
            });
            assertThat(errors).as(text).isEmpty();
        }
        assertThat(shown).containsExactlyInAnyOrder(DocumentKind.values());
    }

    private static List<String> documents() throws IOException {
        return DOCUMENT.matcher(Files.readString(HANDBOOK))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
