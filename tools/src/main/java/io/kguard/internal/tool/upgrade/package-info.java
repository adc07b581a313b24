// SPDX-License-Identifier: Apache-2.0
/** Says what another version of Falco, or of its rules, changes for the rules of a user, and rewrites what has one right answer. */
@NullMarked
package io.kguard.internal.tool.upgrade;

import org.jspecify.annotations.NullMarked;
