package io.activationgateway.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** What a command said and how it ended. */
record Run(int exitCode, String out, String err) {

    static Run of(String... arguments) {
        return of(Map.of(), _ -> {}, arguments);
    }

    static Run of(Map<String, String> environment, Terminal.Stay stay, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = CommandLines.of(
                        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), environment::get, stay))
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
