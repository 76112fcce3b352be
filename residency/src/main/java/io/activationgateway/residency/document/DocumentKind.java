package io.activationgateway.residency.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of policy document. Each has a published JSON Schema under {@code /schemas} on the class path. */
public enum DocumentKind {
    JURISDICTION("Jurisdiction"),
    REGION("Region"),
    PURPOSE("Purpose"),
    FIELD_CATALOGUE("FieldCatalogue"),
    DESTINATION("Destination"),
    TRANSFER_RULE("TransferRule"),
    EXAMPLE("Example");

    private final String label;

    DocumentKind(String label) {
        this.label = label;
    }

    /** The word that stands behind {@code kind:}. */
    public String label() {
        return label;
    }

    /** The class path resource of the kind's JSON Schema (2020-12), such as {@code schemas/region.schema.json}. */
    public String schemaResource() {
        return "schemas/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".schema.json";
    }

    static Optional<DocumentKind> ofLabel(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(DocumentKind::label).toList();
    }
}
