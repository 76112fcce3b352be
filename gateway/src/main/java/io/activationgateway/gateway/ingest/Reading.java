package io.activationgateway.gateway.ingest;

/** What came of reading a body. */
public sealed interface Reading {

    /** The framing is good: every row is either usable or has its own fault. */
    record Parsed(Rows rows) implements Reading {}

    /**
     * The framing is broken: nothing of the body counts.
     *
     * @param status the HTTP status that says so, 400 or 413
     * @param type stable last part of the problem's type
     * @param detail what to mend, for the sender; never a value of the body
     * @param offset byte of the body, after unpacking, at or just before which it shows (before unpacking for
     *     {@link #GZIP}); -1 where no byte is to blame
     * @param row index of the row in which it shows; -1 outside rows
     */
    record Broken(int status, String type, String detail, long offset, int row) implements Reading {

        /** Type: the body does not follow its format. */
        public static final String SYNTAX = "body-syntax";

        /** Type: the body is JSON, but not {@code {"records":[...]}}. */
        public static final String SHAPE = "body-shape";

        /** Type: the CSV header is missing or ambiguous. */
        public static final String HEADER = "body-header";

        /** Type: the compressed body is cut, changed or followed by something else. */
        public static final String GZIP = "body-gzip";

        /** Type: a limit of the whole body is passed. */
        public static final String TOO_LARGE = "body-too-large";

        static Broken bad(String type, String detail, long offset, int row) {
            return new Broken(400, type, detail, offset, row);
        }

        static Broken tooLarge(String detail, long offset, int row) {
            return new Broken(413, TOO_LARGE, detail, offset, row);
        }
    }
}
