package io.activationgateway.residency.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text of policy documents by the names of their files, as people write them: what a draft is made of. Nothing is
 * checked of it but what it takes to find a document. Immutable.
 *
 * @param texts YAML by a relative file name
 */
public record PolicyFiles(SortedMap<String, String> texts) {

    /** The most characters that all files of a draft may have together. */
    public static final int MAX_CHARACTERS = 16 << 20;

    public PolicyFiles {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    public static PolicyFiles of(Map<String, String> texts) {
        return new PolicyFiles(new TreeMap<>(texts));
    }

    /**
     * The documents below folders, named relative to them. Blocks.
     *
     * @throws PolicyUnreadable where a folder or file cannot be read
     */
    public static PolicyFiles below(List<Path> folders) {
        var texts = new TreeMap<String, String>();
        for (var folder : folders) {
            var errors = new ArrayList<DocumentError>();
            var files = DocumentFiles.below(List.of(folder), errors);
            if (!errors.isEmpty()) {
                throw new PolicyUnreadable(errors);
            }
            files.forEach((file, bytes) -> {
                var name = folder.relativize(Path.of(file)).toString();
                texts.put(
                        (name.isEmpty() ? String.valueOf(folder.getFileName()) : name).replace('\\', '/'),
                        new String(bytes, UTF_8));
            });
        }
        return new PolicyFiles(texts);
    }

    /** The documents of a published version, each in a file of its own; read again they give the same digest. */
    public static PolicyFiles ofCanonical(byte[] canonical) {
        var errors = new ArrayList<DocumentError>();
        var texts = new TreeMap<String, String>();
        for (var tree : CanonicalForm.read("bundle", canonical, errors)) {
            Document.of(tree, errors).ifPresent(document -> texts.put(name(document), YamlText.of(tree)));
        }
        if (!errors.isEmpty()) {
            throw new PolicyUnreadable(errors);
        }
        return new PolicyFiles(texts);
    }

    /** With the documents of the law packs of this build that are not among these. */
    public PolicyFiles withPacks() {
        var all = new TreeMap<>(texts);
        var mine = documents(texts).values();
        DocumentFiles.packs().forEach((name, bytes) -> {
            var packaged = document(name, new String(bytes, UTF_8));
            if (packaged.isPresent() && mine.stream().noneMatch(document -> same(document, packaged.get()))) {
                all.put(name, new String(bytes, UTF_8));
            }
        });
        return new PolicyFiles(all);
    }

    /** With this text in the place of the document of its kind and name, or beside the others where there is none. */
    public PolicyFiles with(String text) {
        var read = document("document", text)
                .orElseThrow(() -> new PolicyUnreadable(List.of(Place.wholeFile("document")
                        .error("this is no document", "Write YAML that begins with kind and name."))));
        var file = file(read.kind().label(), read.name());
        var all = new TreeMap<>(texts);
        all.put(file == null ? name(read) : file, text);
        return new PolicyFiles(all);
    }

    /** Without a document; the same where there is none of this kind and name. */
    public PolicyFiles without(String kind, String name) {
        var file = file(kind, name);
        var all = new TreeMap<>(texts);
        if (file != null) {
            all.remove(file);
        }
        return new PolicyFiles(all);
    }

    /** The text of a document. */
    public Optional<String> text(String kind, String name) {
        return Optional.ofNullable(file(kind, name)).map(found -> texts.get(found));
    }

    /** How many characters there are. */
    public long characters() {
        return texts.values().stream().mapToLong(String::length).sum();
    }

    private @Nullable String file(String kind, String name) {
        for (var entry : documents(texts).entrySet()) {
            var document = entry.getValue();
            if (document.kind().label().equals(kind) && document.name().equals(name)) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static Map<String, Document> documents(Map<String, String> texts) {
        var found = new TreeMap<String, Document>();
        texts.forEach((file, text) -> document(file, text).ifPresent(document -> found.put(file, document)));
        return found;
    }

    private static Optional<Document> document(String file, String text) {
        var errors = new ArrayList<DocumentError>();
        return YamlReader.read(file, text.getBytes(UTF_8), errors).flatMap(tree -> Document.of(tree, errors));
    }

    private static boolean same(Document one, Document other) {
        return one.kind() == other.kind() && one.name().equals(other.name());
    }

    private static String name(Document document) {
        return document.kind().label() + "/" + document.name() + ".yaml";
    }

    @Override
    public String toString() {
        return "PolicyFiles[" + texts.size() + " files]";
    }
}
