package io.activationgateway.gateway.cli;

/** How a command ends, after sysexits.h where that has a code. */
final class ExitCode {

    static final int OK = 0;
    /**
     * The command ran and its answer is no: the ledger is not what was signed, policies differ, something would newly be
     * sent, nodes are missing.
     */
    static final int NO = 1;

    static final int USAGE = 64;
    /** A policy document, key or checkpoint is wrong. */
    static final int DATA = 65;
    /** A port is taken, or something else that is needed is not there. */
    static final int UNAVAILABLE = 69;
    /** The program is wrong. */
    static final int SOFTWARE = 70;
    /** A file cannot be read or written. */
    static final int IO = 74;
    /** A node's configuration is wrong. */
    static final int CONFIG = 78;

    private ExitCode() {}
}
