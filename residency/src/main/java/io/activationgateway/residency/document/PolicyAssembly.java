package io.activationgateway.residency.document;

import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.document.PolicyDocuments.Rejected;
import io.activationgateway.residency.document.PolicyDocuments.Result;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.PolicyDocument;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.policy.Region;
import io.activationgateway.residency.policy.TransferRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts the documents of one policy together. Not thread-safe; one instance makes one policy. */
final class PolicyAssembly {

    private static final Comparator<ParsedDocument> BY_NAME =
            Comparator.comparing(parsed -> parsed.value().name());

    private final SchemaCheck schemas;
    private final List<DocumentError> errors;
    private final Map<Identity, Document> packaged = new LinkedHashMap<>();
    private final Map<Identity, Document> documents = new LinkedHashMap<>();

    private record Identity(DocumentKind kind, String name) {}

    PolicyAssembly(SchemaCheck schemas, List<DocumentError> errors) {
        this.schemas = schemas;
        this.errors = errors;
    }

    /** Adds documents that others may replace. */
    void addPackaged(List<Tree> trees) {
        add(trees, packaged);
    }

    void add(List<Tree> trees) {
        add(trees, documents);
    }

    private void add(List<Tree> trees, Map<Identity, Document> into) {
        for (Tree tree : trees) {
            Document.of(tree, errors).ifPresent(document -> {
                Document earlier = into.putIfAbsent(new Identity(document.kind(), document.name()), document);
                if (earlier != null) {
                    errors.add(document.namedAt()
                            .error(
                                    document.kind().label() + " \"" + document.name() + "\" is defined twice",
                                    "Rename or remove one; the other stands in "
                                            + earlier.namedAt().file() + "."));
                }
            });
        }
    }

    Result finish(long version) {
        packaged.forEach(documents::putIfAbsent);
        boolean allIdentified = errors.isEmpty();
        var parsed = new ArrayList<ParsedDocument>();
        for (Document document : documents.values()) {
            parse(document).ifPresent(value -> parsed.add(new ParsedDocument(document, value)));
        }
        parsed.sort(BY_NAME);
        if (allIdentified) {
            // a file that nobody can read may define what others refer to
            CrossReferences.check(documents.values(), parsed, errors);
        }
        if (!errors.isEmpty()) {
            return new Rejected(errors);
        }
        byte[] canonical = CanonicalForm.write(
                documents.values().stream().map(Document::tree).toList());
        return new Loaded(
                policies(version, CanonicalForm.digest(canonical), parsed),
                new String(canonical, StandardCharsets.UTF_8),
                examples(),
                new Sources(parsed));
    }

    private Map<String, Place> examples() {
        return documents.values().stream()
                .filter(document -> document.kind() == DocumentKind.EXAMPLE)
                .collect(Collectors.toUnmodifiableMap(
                        Document::name, document -> document.tree().placeOf("expect")));
    }

    private Optional<PolicyDocument> parse(Document document) {
        List<DocumentError> misfits = schemas.check(document.kind(), document.tree());
        if (!misfits.isEmpty()) {
            errors.addAll(misfits);
            return Optional.empty();
        }
        try {
            return Optional.of(PolicyReader.read(document));
        } catch (View.Misfit misfit) {
            errors.add(misfit.error());
            return Optional.empty();
        }
    }

    private static PolicySet policies(long version, String digest, List<ParsedDocument> parsed) {
        return new PolicySet(
                version,
                digest,
                of(Jurisdiction.class, parsed),
                of(Region.class, parsed),
                of(Purpose.class, parsed),
                of(FieldCatalogue.class, parsed).getFirst(),
                of(Destination.class, parsed),
                of(TransferRule.class, parsed),
                of(Example.class, parsed));
    }

    private static <D extends PolicyDocument> List<D> of(Class<D> type, List<ParsedDocument> parsed) {
        return parsed.stream()
                .map(ParsedDocument::value)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
