package io.activationgateway.residency.document;

import java.util.List;
import java.util.Optional;

/** A document of a known kind with a name. Its content is not checked yet. */
record Document(DocumentKind kind, String name, Tree.Mapping tree) {

    private static final String EXAMPLE = "for example kind: Purpose and name: email-newsletter";

    /** The document in a tree; where it has no kind or name, {@code errors} says so. */
    static Optional<Document> of(Tree tree, List<DocumentError> errors) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            errors.add(tree.place()
                    .error(
                            "the document is " + tree.kind() + ", not a mapping",
                            "Begin with kind and name, " + EXAMPLE + "."));
            return Optional.empty();
        }
        Optional<String> label = mapping.text("kind");
        Optional<DocumentKind> kind = label.flatMap(DocumentKind::ofLabel);
        if (kind.isEmpty()) {
            errors.add(mapping.placeOf("kind")
                    .error(
                            label.map(word -> "\"" + word + "\" is no kind of document")
                                    .orElse("\"kind\" is missing"),
                            NearestName.suggestion(label.orElse(""), DocumentKind.labels())));
            return Optional.empty();
        }
        Optional<String> name = mapping.text("name");
        if (name.isEmpty()) {
            errors.add(mapping.placeOf("name").error("\"name\" is missing", "Add a name, " + EXAMPLE + "."));
            return Optional.empty();
        }
        return Optional.of(new Document(kind.get(), name.get(), mapping));
    }

    /** Where the document names itself. */
    Place namedAt() {
        return tree.placeOf("name");
    }
}
