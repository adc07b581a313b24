package io.kguard.sandbox;

/**
 * A field of a manifest that an API server or a kubelet would refuse, or that is beyond what kguard plays.
 *
 * @param path where it stands
 * @param reason what is wrong, without the path
 * @param hint what is allowed; may be empty
 */
public record FieldProblem(FieldPath path, String reason, String hint) {
    /** Path, reason and hint in a line. */
    @Override
    public String toString() {
        return path + " " + reason + (hint.isEmpty() ? "" : ": " + hint);
    }
}
