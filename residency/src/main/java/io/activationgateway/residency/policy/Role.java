package io.activationgateway.residency.policy;

/** What a party is in the law's eyes (GDPR Art 4(7)-(8) and 26, KVKK Art 3). A joint controller counts as controller. */
public enum Role {
    CONTROLLER,
    JOINT_CONTROLLER,
    PROCESSOR;

    public boolean decides() {
        return this != PROCESSOR;
    }

    /** Which {@link MechanismType#module()} fits where a party of this role exports to one of another. */
    public int module(Role importer) {
        if (decides()) {
            return importer.decides() ? 1 : 2;
        }
        return importer.decides() ? 4 : 3;
    }
}
