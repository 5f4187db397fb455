"""Names to make sample clients of."""

FIRST_NAMES = """
Aarav Adaeze Ahmed Aisha Alejandro Amara Ana Anita Arjun Beatriz Camila Carlos Chen Chloe Daniel David Deepa Diego
Elena Emeka Farah Fatou Gabriel Grace Hana Hassan Ines Ivan Jasmin Jean Joao Jose Karim Lakshmi Leila Li Lucas Luis
Maria Mariam Mehdi Mei Mohamed Nadia Ngozi Nora Olga Omar Paula Priya Rahul Rosa Samuel Sara Sofia Tariq Thomas Uche
Valeria Wei Yasmine Youssef Zainab
""".split()
LAST_NAMES = """
Abdi Adeyemi Alvarez Bakshi Bello Benali Bianchi Castillo Chowdhury Cruz Diallo Diaz Dubois Fernandes Garcia Ghosh
Gomez Gupta Haddad Hernandez Hossain Ibrahim Islam Joshi Kamara Kaur Khan Kim Kumar Laurent Lee Lopez Mbeki Mendes
Moreau Nair Ndiaye Nguyen Okafor Okonkwo Oliveira Park Patel Pereira Qureshi Rahman Ramos Reyes Rossi Sanchez Santos
Sharma Silva Singh Tan Toure Traore Tremblay Varga Wang Wu Yilmaz Zhang
""".split()
