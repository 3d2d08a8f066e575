"""What metrics look at: contacts, visits, customers who came back, agents' time, tickets, attempts, as columns."""
