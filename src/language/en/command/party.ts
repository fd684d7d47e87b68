import { plural } from "./words.js";

export const party = {
  party: {
    description: "Parties and their keys",
    options: {
      role: "optician, lens-maker or insurer",
      identity: "identity file (CLAIREVOIE_IDENTITY)",
    },
    new: {
      description:
        "Make the identity file of a business; its party id is a salted commitment, of a lens maker a public name",
      options: {
        identifier: "SIRET of an optician, SIREN of a lens maker, AMC number of an insurer",
        out: "where to write it (default: standard output)",
      },
      made: ({ party }: { party: string }) => `Party id ${party}: give it to the council, and keep the file.`,
    },
    card: {
      description: "Sign the card by which stores know you on chain, and grant you shares (insurer)",
      options: {
        recipient: "to whom certificates are enclosed (age1pq1...), where you take enclosed ones",
        enclosingKey:
          "file of the key that opens them, in place of --recipient; made where there is none, never overwritten",
        from: "when it starts, unix seconds or a date (default: now)",
        until: "when it ends, unix seconds or a date",
        out: "where to write it, a new file (default: standard output)",
      },
      made: ({ file }: { file: string }) =>
        `Key written: ${file}. Keep it, and a copy of it: without it nothing that is enclosed for this card opens.`,
    },
    enrol: {
      description: "Enrol an optician or an insurer (council), or carry out an announcement once its delay is over",
      arguments: {
        party: "party id, or name of an announcement, 32 bytes",
      },
      options: {
        role: "optician or insurer; without it, an announcement is carried out",
        controller: "who will manage its keys",
      },
      already: ({ party }: { party: string }) => `${party}: already enrolled so`,
      done: ({ party }: { party: string }) => `${party}: enrolled`,
    },
    announce: {
      description:
        "Announce a lens maker, or further names of one (council); once the delay is over, the same command enrols it",
      arguments: {
        identifiers: "its SIREN, then its EUDAMED numbers",
      },
      options: {
        controller: "who will manage its keys",
        party: "the lens maker that has the further names",
        statesFrom: "from when it states every delivery: unix seconds, or an ISO date (default: its enrolment)",
      },
      announced: ({ announcement, party, at }: { announcement: string; party: string; at: string }) =>
        `Party ${party}: announced as ${announcement}. Run the same command again from ${at}, within a week: it is enrolled then.`,
      pending: ({
        announcement,
        party,
        since,
        at,
      }: {
        announcement: string;
        party: string;
        since: string;
        at: string;
      }) =>
        `Party ${party}: announced on ${since} as ${announcement}. Run the same command again from ${at}, within a week: it is enrolled then.`,
    },
    announced: {
      description: "List what is announced and open",
      nothing: "Nothing is announced.",
    },
    cancel: {
      description: "Cancel announcements: the guard, or who made them; of roles and of a new guard, the admin",
      arguments: {
        announcements: "names of announcements",
      },
      done: ({ announcement }: { announcement: string }) => `${announcement}: cancelled`,
      already: ({ announcement }: { announcement: string }) => `${announcement}: cancelled or done already`,
    },
    guard: {
      description: "The guard's replacement",
      announce: {
        description: "Announce a new guard (admin); it takes the longest delay, and nobody cancels it",
        arguments: { next: "address of the new guard" },
        done: ({ next, at }: { next: string; at: string }) =>
          `${next}: announced as guard; may take its place from ${at}`,
        already: ({ next }: { next: string }) => `${next}: guard already`,
      },
      take: {
        description: "Take the guard's place, once the delay is over",
        done: ({ guard }: { guard: string }) => `${guard}: guard`,
      },
    },
    role: {
      description: "Who holds which role of the council",
      arguments: { role: "admin, enroller or lens-enroller", account: "its address" },
      grant: {
        description: "Give a role (admin); after the admin's delay, the same command does it",
        done: ({ role, account }: { role: string; account: string }) => `${account}: holds the role ${role}`,
      },
      revoke: {
        description: "Take a role away (admin); after the admin's delay, the same command does it",
        done: ({ role, account }: { role: string; account: string }) => `${account}: does not hold the role ${role}`,
      },
      renounce: { description: "Give up a role of your own, at once" },
      handOver: {
        description: "Hand the administration over: run it until it says that you gave up your own role (admin)",
        granted: ({ account }: { account: string }) =>
          `${account}: admin beside you. See that it can act (a dry run of its own), then run the same command again: it gives up your role.`,
        done: ({ account }: { account: string }) => `${account}: admin; you are not`,
      },
      announced: ({ operation, at }: { operation: string; at: string }) =>
        `Announced as ${operation}. Run the same command again from ${at}, within a week.`,
      pending: ({ operation, at }: { operation: string; at: string }) =>
        `Announced already as ${operation}. Run the same command again from ${at}, within a week.`,
      publish: ({ changed }: { changed: string }) =>
        `Correct ${changed} in the deployment file, and publish it: what everyone trusts is this file.`,
    },
    control: {
      description: "Who controls a party",
      offer: {
        description: "Offer control to another account; nothing changes until it takes it (controller)",
        arguments: { candidate: "its address" },
        done: ({ candidate, party }: { candidate: string; party: string }) => `${party}: offered to ${candidate}`,
      },
      take: {
        description: "Take the control that was offered",
        done: ({ controller, party }: { controller: string; party: string }) => `${party}: controlled by ${controller}`,
      },
    },
    link: {
      description: "Links with other opticians",
      arguments: { other: "the other's party id" },
      options: { kind: "same-enterprise or takeover" },
      consent: {
        description: "Consent to a link; it begins with the second consent (controller)",
        done: ({ other, outcome }: { other: string; outcome: "linked" | "consented" }) =>
          outcome === "linked" ? `${other}: linked` : `${other}: consented; waits for its consent`,
      },
      end: {
        description: "End a link from now on, or take a consent back (controller)",
        done: ({ other }: { other: string }) => `${other}: not linked`,
      },
    },
    affiliate: {
      description: "Declare a store and a lens maker affiliated from now on, or end it (council)",
      arguments: { store: "the optician's party id", maker: "the lens maker's party id" },
      options: { end: "end it" },
      done: ({ store, maker, ended }: { store: string; maker: string; ended: boolean }) =>
        `${store} and ${maker}: ${ended ? "no longer affiliated" : "affiliated"}`,
    },
    done: ({ party }: { party: string }) => `${party}: done`,
    compromise: {
      description: "Declare that a key or a controller was in other hands from a past time on (guard)",
      arguments: {
        key: "its address; a controller hands control over first, for it controls nothing more",
      },
      options: {
        party: "the party that it controls or controlled (default: the party of the key)",
        from: "unix seconds, or an ISO date",
      },
      declared: ({ key, from }: { key: string; from: string }) => `${key}: compromised from ${from}`,
    },
    list: {
      description: "List the parties that were enrolled",
      suspended: "suspended",
      pending: ({ party, role, since, at }: { party: string; role: string; since: string; at: string }) =>
        `${party}  ${role.padEnd(10)}  pending: announced ${since}, may be enrolled from ${at}`,
      listed: ({ party, role, keys, state }: { party: string; role: string; keys: number; state: string }) =>
        `${party}  ${role.padEnd(10)}  ${plural(keys, "key", "keys")} ${state}`,
    },
    keys: {
      description: "A party's keys",
      list: {
        description: "List the keys of a party, with their times",
        arguments: {
          party: "party id (default: that of --identity)",
        },
        revoked: ({ at }: { at: string }) => `revoked ${at}`,
        compromised: ({ from }: { from: string }) => `compromised from ${from}`,
        listed: ({ key, from, ended }: { key: string; from: string; ended: string }) =>
          `${key}  from ${from}  ${ended}`,
      },
      consent: {
        description: "Sign, with the key itself, that it may be added to a party",
      },
      add: {
        description: "Add a key, valid from now on (controller)",
        arguments: {
          key: "the key's address (default: the controller's own)",
        },
        options: {
          consent: "what `keys consent` gave",
        },
        already: ({ key, party }: { key: string; party: string }) => `${key}: already a key of ${party}`,
        added: ({ key, party }: { key: string; party: string }) => `${key}: added to ${party}`,
      },
      revoke: {
        description: "Revoke a key from now on, for ever; what it signed before stays valid (controller)",
        revoked: ({ key }: { key: string }) => `${key}: revoked`,
      },
    },
    suspend: {
      description: "Suspend a party from now on (guard)",
    },
    reinstate: {
      description: "End a suspension (guard)",
    },
  },
};
