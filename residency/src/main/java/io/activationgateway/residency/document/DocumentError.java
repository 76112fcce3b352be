package io.activationgateway.residency.document;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong with a policy document, where, and what would be right. Ordered by place.
 *
 * @param file the file as it was named to the reader
 * @param line the line, from 1; 0 where the error is about the whole file
 * @param column the column, from 1; 0 where the error is about the whole file
 * @param path the place inside the document, such as {@code mechanisms[0].signedAt}; empty for the document itself
 * @param problem what is wrong
 * @param remedy what would be right
 */
public record DocumentError(String file, int line, int column, String path, String problem, String remedy)
        implements Comparable<DocumentError> {

    private static final Comparator<DocumentError> ORDER = Comparator.comparing(DocumentError::file)
            .thenComparingInt(DocumentError::line)
            .thenComparingInt(DocumentError::column)
            .thenComparing(DocumentError::path)
            .thenComparing(DocumentError::problem)
            .thenComparing(DocumentError::remedy);

    public DocumentError {
        requireNonNull(file, "file");
        requireNonNull(path, "path");
        requireNonNull(problem, "problem");
        requireNonNull(remedy, "remedy");
    }

    /** One line in the form compilers use, and the remedy below it. */
    public String text() {
        String at = line == 0 ? file : file + ":" + line + ":" + column;
        String where = path.isEmpty() ? "" : path + ": ";
        return at + ": " + where + problem + "\n    " + remedy;
    }

    /** Every error as text, in order of place, one below the other. */
    public static String text(List<DocumentError> errors) {
        return errors.stream().sorted().map(DocumentError::text).collect(Collectors.joining("\n"));
    }

    @Override
    public int compareTo(DocumentError other) {
        return ORDER.compare(this, other);
    }
}
