package io.activationgateway.consent.register;

/**
 * What a register depends on outside of its database.
 *
 * @param fence what the sending side of this process owes an acknowledgement
 * @param peers how the other nodes of the region are told
 */
public record RegisterPorts(SendFence fence, Peers peers, AcknowledgementMeter meter) {

    /** For the only node of a region. */
    public static RegisterPorts of(SendFence fence) {
        return new RegisterPorts(fence, Peers.NONE, AcknowledgementMeter.NONE);
    }
}
