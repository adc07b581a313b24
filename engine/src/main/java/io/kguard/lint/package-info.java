// SPDX-License-Identifier: Apache-2.0
/** What Falco accepts in rules and what hardly does what its author meant; and the report of it. */
@NullMarked
package io.kguard.lint;

import org.jspecify.annotations.NullMarked;
