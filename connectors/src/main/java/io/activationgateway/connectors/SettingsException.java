package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

/** A setting is missing, unknown or wrong. Names the place in the file and the remedy, never a value that may be secret. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;
    private final String remedy;

    public SettingsException(String path, String problem, String remedy) {
        super(path + ": " + problem + "; " + remedy);
        this.path = requireNonNull(path, "path");
        this.problem = requireNonNull(problem, "problem");
        this.remedy = requireNonNull(remedy, "remedy");
    }

    /** Where in the configuration, for example {@code destinations.iterable-eu.api_key}. */
    public String path() {
        return path;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
