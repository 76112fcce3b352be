package io.activationgateway.residency.document;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.policy.PolicySet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Reads policy documents. The law packs that ship with the gateway are part of every policy; a document of the policy
 * that has the kind and name of a packaged one replaces it. All errors are collected, not only the first. Safe on any
 * thread; it reads files and so does not belong on an event loop.
 */
public final class PolicyDocuments {

    private static final SchemaCheck SCHEMAS = new SchemaCheck();

    private PolicyDocuments() {}

    /** How the reading ended. */
    public sealed interface Result {}

    /**
     * Every document fits its schema and the others.
     *
     * @param policies the values, each list in order of name, whatever the files were called
     * @param canonical the one spelling of all documents, packs included, over which {@link PolicySet#digest()} is made
     * @param examples where the expectation of each example stands, by the example's name
     * @param sources where everything stands
     */
    public record Loaded(PolicySet policies, String canonical, Map<String, Place> examples, Sources sources)
            implements Result {
        public Loaded {
            requireNonNull(policies, "policies");
            requireNonNull(canonical, "canonical");
            examples = Map.copyOf(examples);
            requireNonNull(sources, "sources");
        }

        /** The canonical spelling in UTF-8: what a bundle carries and {@link #parse} reads. */
        public byte[] canonicalBytes() {
            return canonical.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "Loaded[version " + policies.version() + ", " + policies.digest() + "]";
        }
    }

    /**
     * Something is wrong.
     *
     * @param errors at least one, in order of place
     */
    public record Rejected(List<DocumentError> errors) implements Result {
        public Rejected {
            errors = errors.stream().sorted().distinct().toList();
        }
    }

    /** Reads a draft, which has version 0. */
    public static Result load(Path... paths) {
        return load(0, List.of(paths));
    }

    /**
     * Reads every {@code .yaml} and {@code .yml} file below the paths; hidden files and directories are left out.
     *
     * @param version the version the policy set is to carry
     */
    public static Result load(long version, List<Path> paths) {
        var errors = new ArrayList<DocumentError>();
        var assembly = new PolicyAssembly(SCHEMAS, errors);
        assembly.addPackaged(trees(DocumentFiles.packs(), errors));
        assembly.add(trees(DocumentFiles.below(paths, errors), errors));
        return assembly.finish(version);
    }

    /**
     * Reads the documents of a draft, which hold all of it: the packs of this build play no part.
     *
     * @param version the version the policy set is to carry, 0 for a draft
     */
    public static Result read(long version, PolicyFiles files) {
        var errors = new ArrayList<DocumentError>();
        var bytes = new LinkedHashMap<String, byte[]>();
        files.texts().forEach((file, text) -> bytes.put(file, text.getBytes(StandardCharsets.UTF_8)));
        var assembly = new PolicyAssembly(SCHEMAS, errors);
        assembly.add(trees(bytes, errors));
        return assembly.finish(version);
    }

    /**
     * Rebuilds a policy set from its canonical bytes. The packs of this build play no part: the bytes hold those that
     * were published.
     */
    public static Result parse(long version, byte[] canonical) {
        var errors = new ArrayList<DocumentError>();
        var assembly = new PolicyAssembly(SCHEMAS, errors);
        assembly.add(List.copyOf(CanonicalForm.read("bundle", canonical, errors)));
        return assembly.finish(version);
    }

    private static List<Tree> trees(SequencedMap<String, byte[]> files, List<DocumentError> errors) {
        var trees = new ArrayList<Tree>();
        files.forEach((file, bytes) -> YamlReader.read(file, bytes, errors).ifPresent(trees::add));
        return trees;
    }
}
