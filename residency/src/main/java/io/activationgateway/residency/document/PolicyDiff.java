package io.activationgateway.residency.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two policies, document by document and key by key, as a person reads it. Layout, comments and the
 * names of files make no difference.
 *
 * @param changes in order of kind and name; none where both say the same
 */
public record PolicyDiff(List<Change> changes) {

    public PolicyDiff {
        changes = List.copyOf(changes);
    }

    /** What happened to a document. */
    public enum How {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * One document that differs.
     *
     * @param lines one for each key of a changed document: {@code path: before -> after}, where what is missing is shown
     *     as {@code (none)}; of an added or removed one its YAML
     */
    public record Change(String kind, String name, How how, List<String> lines) {
        public Change {
            lines = List.copyOf(lines);
        }
    }

    /** Compares the canonical bytes of two policies. */
    public static PolicyDiff of(byte[] before, byte[] after) {
        var from = documents("before", before);
        var to = documents("after", after);
        var all = new TreeSet<>(from.keySet());
        all.addAll(to.keySet());
        var changes = new ArrayList<Change>();
        for (var identity : all) {
            var change = change(identity, from.get(identity), to.get(identity));
            if (change != null) {
                changes.add(change);
            }
        }
        return new PolicyDiff(changes);
    }

    /** The whole of it, for a terminal or a mail. */
    public String text() {
        if (changes.isEmpty()) {
            return "no difference";
        }
        return changes.stream()
                .map(change -> switch (change.how()) {
                            case ADDED -> "added    ";
                            case REMOVED -> "removed  ";
                            case CHANGED -> "changed  ";
                        }
                        + change.kind() + " " + change.name()
                        + change.lines().stream().map(line -> "\n  " + line).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private record Identity(String kind, String name) implements Comparable<Identity> {
        @Override
        public int compareTo(Identity other) {
            int byKind = kind.compareTo(other.kind);
            return byKind == 0 ? name.compareTo(other.name) : byKind;
        }
    }

    private static @Nullable Change change(
            Identity identity, Tree.@Nullable Mapping before, Tree.@Nullable Mapping after) {
        if (before == null) {
            return after == null ? null : whole(identity, How.ADDED, after);
        }
        if (after == null) {
            return whole(identity, How.REMOVED, before);
        }
        var lines = lines(before, after);
        return lines.isEmpty() ? null : new Change(identity.kind(), identity.name(), How.CHANGED, lines);
    }

    private static Change whole(Identity identity, How how, Tree.Mapping document) {
        return new Change(
                identity.kind(),
                identity.name(),
                how,
                YamlText.of(document).lines().toList());
    }

    private static List<String> lines(Tree.Mapping before, Tree.Mapping after) {
        SortedMap<String, String> from = leaves(before);
        SortedMap<String, String> to = leaves(after);
        var paths = new TreeSet<>(from.keySet());
        paths.addAll(to.keySet());
        return paths.stream()
                .filter(path -> !from.getOrDefault(path, "").equals(to.getOrDefault(path, "")))
                .map(path -> path + ": " + from.getOrDefault(path, "(none)") + " -> " + to.getOrDefault(path, "(none)"))
                .toList();
    }

    private static SortedMap<String, String> leaves(Tree.Mapping document) {
        var found = new TreeMap<String, String>();
        collect("", document, found);
        return found;
    }

    private static void collect(String path, Tree tree, Map<String, String> into) {
        switch (tree) {
            case Tree.Mapping mapping
            when !mapping.entries().isEmpty() ->
                mapping.entries()
                        .forEach((key, value) -> collect(path.isEmpty() ? key : path + "." + key, value, into));
            case Tree.Sequence sequence
            when sequence.items().stream().anyMatch(Tree.Mapping.class::isInstance) -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    collect(path + "[" + i + "]", sequence.items().get(i), into);
                }
            }
            default -> into.put(path, YamlText.value(tree));
        }
    }

    private static Map<Identity, Tree.Mapping> documents(String source, byte[] canonical) {
        var errors = new ArrayList<DocumentError>();
        var found = new TreeMap<Identity, Tree.Mapping>();
        for (var tree : CanonicalForm.read(source, canonical, errors)) {
            found.put(
                    new Identity(tree.text("kind").orElse(""), tree.text("name").orElse("")), tree);
        }
        if (!errors.isEmpty()) {
            throw new PolicyUnreadable(errors);
        }
        return found;
    }
}
