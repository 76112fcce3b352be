package io.activationgateway.consent.register;

import java.util.List;

/**
 * What became of the events of one call, once every node is bound by them.
 *
 * @param results one for each event, in their order
 */
public record AppendAnswer(List<AppendResult> results, Acknowledgement acknowledgement) {

    public AppendAnswer {
        results = List.copyOf(results);
    }
}
