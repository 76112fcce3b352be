package io.activationgateway.consent.profile;

/** What a person objected to (GDPR Art 21): all direct marketing, one channel, or profiling. */
public enum ObjectionScope {
    ALL_DM,
    CHANNEL,
    PROFILING
}
