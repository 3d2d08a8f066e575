# ruff: noqa: E501 (an agreement reads better with one part a line)
"""An agreement that says nearly everything the language can say, for the document that must show all of it."""

from __future__ import annotations

FULL = """\
agreement: Customer care master agreement
provider: Northwind Contact GmbH
client: Aurora Energy
term: 2025-01-01/2027-01-01
zone: Europe/Berlin
currency: EUR
conventions: common-2026
precedence: [clause, table]
rounding: {shares: 2 decimals half_up, money: half_up}
purpose: |
  {client} supplies electricity to households and wants their calls, chats and messages answered well.

  {provider} runs contact centres and has offered to answer them on the terms of this agreement.
parties:
  provider: {name: Northwind Contact Gesellschaft mit beschränkter Haftung, address: "Hafenstraße 12, 20457 Hamburg", registered: HRB 104711, represented_by: "Dr. Ada Lindqvist, managing director", email: notices@northwind.example}
  client: {name: Aurora Energy plc, address: "4 Quay Street, Bristol", represented_by: "Tomás Oyelaran, head of procurement"}
definitions:
  Peak day: a day on which more than twice the usual number of contacts is offered
calendars:
  office: {mon-fri: ["08:00-12:00", "13:00-18:00"], sat: "09:00-14:00", closed: [2025-12-25, 2025-12-26], special: {2025-12-24: "08:00-12:00"}}
charges:
  monthly-fee: {each: month, amount: {from 2025-01-01: 120000.00, from 2026-01-01: 125000.00}}
services:
  support: {title: Customer support, channels: [voice], queues: [billing, technical], hours: office}
  chat: {channels: [chat], hours: always}
commitments:
  prompt-answer:
    clause: "4.1"
    title: Prompt answer
    service: support
    text: |
      {provider} answers the telephone promptly. Of the calls of each {each}, {target} are answered within {within}.

      Calls that end within {short_abandon} without an answer are left out, as section 5 says.
    metric: service_level
    within: 20 s
    abandons: ignore_short
    short_abandon: 5 s
    each: month
    target: at least 80 %
    remedy:
      bands: {of: monthly-fee, table: [{from: 75 %, below: 80 %, credit: 2 %}, {from: 70 %, below: 75 %, credit: 4 %}, {below: 70 %, credit: 8 %}]}
      repeat: {times: 2, excused: break, growing: "no"}
    bonus: {when: at least 90 %, flat: 2000.00}
  two-tiers:
    clause: "4.2"
    service: support
    metric: service_level
    abandons: count_all
    each: quarter
    tiers:
      fast: {within: 10 s, target: at least 90 %, remedy: {flat: 1000.00}}
      everyone: {within: 300 s, target: at least 99 %, remedy: {flat: 1000.00}}
  first-reply:
    clause: "4.3"
    title: First reply in the chat
    service: chat
    metric: average_speed_of_answer
    each: contract month
    target: {from 2025-01-01: at most 60 s, from 2025-07-01: at most 45 s}
    rounding: 0 decimals half_up
    remedy: {per_second: 250.00}
  resolved:
    clause: "4.4"
    title: Resolved at the first contact
    service: support
    metric: reported
    unit: percent
    better: higher
    means: the share of wishes that needed no second contact within seven days, as the quality team samples them
    measured: figures
    each: quarter
    target: at least 75 %
    report: {due: 10 business days, late: missed, calendar: office}
    report_only_until: 2025-04-01
    remedy: {points: {into: service-points, each_miss: 2}}
  forecast:
    clause: "4.5"
    title: Forecast by the client
    by: client
    service: support
    metric: reported
    unit: percent
    better: lower
    means: the difference between forecast and offered contacts, as a share of the forecast
    measured: figures
    each: month
    target: at most 15 %
    remedy: {flat: 500.00}
points:
  service-points: {each: quarter, rate: {percent: 1 %, of: monthly-fee}}
caps:
  month: {each: month, at_most: {percent: 12 %, of: monthly-fee}}
  year: {each: contract year, at_most: 100000.00}
floors:
  small: {each: month, under: 100.00, then: waived}
order: [points, caps, floors]
rights:
  terminate: {holder: client, when: {missed: prompt-answer, in_a_row: 3, excused: break}, what: "end this agreement for cause, without paying for the rest of the term", open_for: 60 days, notice: 30 days}
duties:
  plan: {on: provider, when: {missed: prompt-answer}, due: 15 business days, calendar: office, what: "hand over a plan that names the cause, the measures and the day by which they work"}
responsibilities:
  forecast: {party: client, what: "hand over the forecast of contacts by interval", each: month, by: 10 days before start, excuses: [prompt-answer]}
  access: {party: provider, what: "keep the reporting portal open to {client}", by: 2025-01-15}
relief:
  causes: {storm: {effect: cut_out, what: a storm warning of the highest level}, client-outage: {effect: client_fault}}
  not_causes: {promotion: campaigns and price changes that were announced}
  claim_within: 10 business days
  calendar: office
settlement: {by: next_invoice, claim: needed, claim_within: 21 business days, calendar: office}
renewal: {by: 12 months, kind: option_client, conditions: [{commitment: prompt-answer, at_most: 2, within: 12 months}], notice: 3 months}
clauses:
  confidentiality:
    title: Confidentiality
    text: |
      Each party keeps confidential what it learns of the other and of its customers in connection with this agreement.

      The duty goes on after the agreement has ended.
  law: {title: Law and place of jurisdiction, text: "The law of Germany governs this agreement between {provider} and {client}."}
reviews:
  service-review: {each: month, agenda: "the statement of the month, open plans, the forecast", attendees: account manager and vendor manager}
contacts:
  account: {party: provider, role: Account manager, name: Mirela Okonjo, email: mirela@northwind.example, phone: "+49 40 555 0100"}
  vendor: {party: client, role: Vendor manager, email: vendor@aurora.example}
"""
