// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * An image's name, split as Falco does.
 *
 * @param repository with registry, port and path
 * @param tag {@code latest} if the name has neither tag nor digest, otherwise possibly empty
 * @param digest {@code sha256:…}, or empty
 */
@API(status = API.Status.INTERNAL)
public record ImageReference(String repository, String tag, String digest) {
    private static final Pattern NAME =
            Pattern.compile("(?<repo>[a-zA-Z0-9][a-zA-Z0-9._-]*(?::[0-9]+(?=/))?(?:/[a-zA-Z0-9][a-zA-Z0-9._-]*)*)"
                    + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?");

    /**
     * Splits an image name of a pod, and completes it as container runtimes do: {@code nginx} is
     * {@code docker.io/library/nginx:latest}.
     *
     * @throws ImageException if it is not an image name
     */
    public static ImageReference parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new ImageException(
                    ImageException.Reason.IMAGE,
                    "\"" + name
                            + "\" is not an image name. It has the form [registry/]repository[:tag][@sha256:digest].");
        }
        String tag = matcher.group("tag");
        String digest = matcher.group("digest");
        return new ImageReference(
                complete(matcher.group("repo")),
                tag != null ? tag : digest == null ? "latest" : "",
                digest == null ? "" : digest);
    }

    private static String complete(String repository) {
        int slash = repository.indexOf('/');
        if (slash < 0) {
            return "docker.io/library/" + repository;
        }
        String first = repository.substring(0, slash);
        boolean registry = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        return registry ? repository : "docker.io/" + repository;
    }

    public ImageReference withDigest(String value) {
        return new ImageReference(repository, tag, value);
    }

    /** Repository and tag, or repository and digest if there is no tag. */
    @Override
    public String toString() {
        return !tag.isEmpty() ? repository + ":" + tag : repository + "@" + digest;
    }
}
