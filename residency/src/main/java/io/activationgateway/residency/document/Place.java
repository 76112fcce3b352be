package io.activationgateway.residency.document;

/**
 * Where something stands in a document.
 *
 * @param line from 1; 0 for the whole file
 * @param column from 1; 0 for the whole file
 * @param path the names and indices that lead there, such as {@code homes[2].country}
 */
public record Place(String file, int line, int column, String path) {

    static Place wholeFile(String file) {
        return new Place(file, 0, 0, "");
    }

    Place at(int otherLine, int otherColumn) {
        return new Place(file, otherLine, otherColumn, path);
    }

    Place inside(String name) {
        return new Place(file, line, column, path.isEmpty() ? name : path + "." + name);
    }

    Place inside(int index) {
        return new Place(file, line, column, path + "[" + index + "]");
    }

    DocumentError error(String problem, String remedy) {
        return new DocumentError(file, line, column, path, problem, remedy);
    }
}
