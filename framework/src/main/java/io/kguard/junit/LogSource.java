// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * The log that a {@link RuleTest} reads, of sources other than system calls: AWS CloudTrail, audit logs of Google Cloud or
 * Kubernetes, Okta's system log, webhooks of GitHub, tool calls of coding agents.
 */
@API(status = API.Status.EXPERIMENTAL)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LogSource {
    /** The file. A relative path starts at the working directory. */
    String value();
}
