package io.activationgateway.residency.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Finds the files of policy documents, in directories and among the packs on the class path. */
final class DocumentFiles {

    /** The class path resource that lists the documents of the packs, one resource name per line. */
    static final String PACK_INDEX = "packs/index.txt";

    private static final int MAX_FILES = 10_000;

    private DocumentFiles() {}

    /** The bytes of every {@code .yaml} and {@code .yml} file below the paths, by its name; hidden ones are left out. */
    static SequencedMap<String, byte[]> below(List<Path> paths, List<DocumentError> errors) {
        var found = new LinkedHashMap<String, byte[]>();
        for (Path path : paths) {
            try {
                for (Path file : files(path)) {
                    found.put(file.toString(), head(file));
                }
            } catch (IOException | UncheckedIOException e) {
                errors.add(Place.wholeFile(path.toString())
                        .error("the policy cannot be read", "Name a directory or file that exists and may be read."));
            }
        }
        if (found.size() > MAX_FILES) {
            errors.add(Place.wholeFile(paths.getFirst().toString())
                    .error("there are " + found.size() + " documents", "Keep at most " + MAX_FILES + "."));
        }
        return found;
    }

    /** The documents of the law packs that ship with the gateway. */
    static SequencedMap<String, byte[]> packs() {
        var found = new LinkedHashMap<String, byte[]>();
        new String(resource(PACK_INDEX), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(name -> found.put(name, resource(name)));
        return found;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(file -> isDocument(path.relativize(file)) && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    private static boolean isDocument(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = relative.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** So much of a file as it takes to see that it is too large. */
    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(YamlReader.MAX_BYTES + 1);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = DocumentFiles.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("class path: " + name
                        + " is missing (expected: the residency module packaged with its resources)");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
